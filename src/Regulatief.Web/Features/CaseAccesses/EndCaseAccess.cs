using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseAccesses;

/// <summary>Ends what somebody was given or denied in a case: one's own look at any time, another's as who says who sees the case. An exclusion only a privacy officer ends.</summary>
/// <exception cref="NotFoundException">No such access, or not theirs to end.</exception>
/// <exception cref="CaseRuleException"><c>access-over</c>; <c>access-last-coordinator</c>: a coordinator must stay on the list.</exception>
public sealed record EndCaseAccessCommand(Guid AccessId) : ICommand<EndCaseAccessResult>, IConcernsCase
{
    public CaseKey Case => CaseKey.OfAccess(AccessId);
}

/// <param name="WasOwn">Whether it was the actor's own look, so that they see the case no more.</param>
public sealed record EndCaseAccessResult(CaseId CaseId, bool WasOwn);

internal sealed class EndCaseAccessHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<EndCaseAccessCommand, EndCaseAccessResult>
{
    public async Task<EndCaseAccessResult> Handle(EndCaseAccessCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var access = await db.CaseAccesses.Include(a => a.Case).SingleOrDefaultAsync(a => a.Id == command.AccessId, cancellationToken);
        var wasOwn = access?.AccountId == actor.AccountId && access.Kind is CaseAccessKind.Share or CaseAccessKind.Look or CaseAccessKind.BreakGlass;
        if (access is null || !(wasOwn || await MayEndAsync(access, cancellationToken))) throw new NotFoundException(nameof(CaseAccess), command.AccessId);

        // Who ends what ran out meanwhile has what they want.
        if (!access.LastsAt(now)) return wasOwn ? new EndCaseAccessResult(access.CaseId, wasOwn) : throw new CaseRuleException("access-over", access.Case.Number);
        if (access is { Kind: CaseAccessKind.Listed, Role: null or AccountRole.Coordinator } && await db.IsOnlyCoordinatorAsync(access.Case, access.AccountId, cancellationToken))
            throw new CaseRuleException("access-last-coordinator", access.Case.Number);
        access.End(actor.AccountId, now);
        return new EndCaseAccessResult(access.CaseId, wasOwn);
    }

    private async Task<bool> MayEndAsync(CaseAccess access, CancellationToken cancellationToken) =>
        (access.Kind != CaseAccessKind.Exclusion || actor.Role == AccountRole.PrivacyOfficer)
        && await db.CaseAccesses.VisibleTo(actor).AnyAsync(a => a.Id == access.Id, cancellationToken);
}
