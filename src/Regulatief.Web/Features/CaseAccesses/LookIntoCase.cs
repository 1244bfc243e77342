using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseAccesses;

/// <summary>A manager looks into a case, for a reason that its professional is told.</summary>
/// <exception cref="CaseRuleException"><c>access-no-such-case</c>, <c>access-has-already</c>: as for emergency access.</exception>
public sealed record LookIntoCaseCommand(int? CaseNumber, string? Reason) : ICommand<CaseId>, IMakes<CaseId>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Case>();

    AuditSubject IMakes<CaseId>.Made(CaseId result) => AuditSubject.Of(CaseKey.Of(result));
}

internal sealed class LookIntoCaseValidator : AbstractValidator<LookIntoCaseCommand>
{
    public LookIntoCaseValidator()
    {
        RuleFor(c => c.CaseNumber).NotNull();
        RuleFor(c => c.Reason).NotEmpty().MaximumLength(2000);
    }
}

internal sealed class LookIntoCaseHandler(RegulatiefDbContext db, Actor actor, AuditTrail trail, TimeProvider time) : IRequestHandler<LookIntoCaseCommand, CaseId>
{
    public async Task<CaseId> Handle(LookIntoCaseCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Manager);
        var now = time.GetUtcNow();
        var @case = await db.CaseToLookIntoAsync(command.CaseNumber!.Value, actor, trail, cancellationToken);
        var access = new CaseAccess
        {
            CaseId = @case.Id, AccountId = actor.AccountId, Role = actor.Role, Kind = CaseAccessKind.Look, Reason = command.Reason!, GivenById = actor.AccountId, From = now, Until = now + CaseAccess.LookFor,
        };
        db.CaseAccesses.Add(access);
        db.Notices.Add(new Notice { AccountId = @case.ProfessionalId, Role = AccountRole.ProbationOfficer, Kind = NoticeKind.LookedInto, CaseId = @case.Id, SubjectId = access.Id, At = now });
        return @case.Id;
    }
}
