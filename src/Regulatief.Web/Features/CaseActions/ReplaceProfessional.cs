using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Handovers;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseActions;

/// <summary>Hands a case to another professional. Agreements are suspended until the new one signs: they were made with somebody else.</summary>
/// <exception cref="ValidationException">The professional cannot be chosen.</exception>
/// <exception cref="CaseRuleException"><c>case-closed</c>.</exception>
public sealed record ReplaceProfessionalCommand(CaseId CaseId, Guid? ProfessionalId, string? Reason) : ICommand<CaseId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class ReplaceProfessionalValidator : AbstractValidator<ReplaceProfessionalCommand>
{
    public ReplaceProfessionalValidator()
    {
        RuleFor(c => c.ProfessionalId).NotNull();
        RuleFor(c => c.Reason).NotEmpty().MaximumLength(2000);
    }
}

internal sealed class ReplaceProfessionalHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<ReplaceProfessionalCommand, CaseId>
{
    public async Task<CaseId> Handle(ReplaceProfessionalCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer, AccountRole.Coordinator);
        @case.RefuseIfClosed();
        var successor = command.ProfessionalId!.Value;
        if (!await db.SuccessorsOf(@case).AnyAsync(a => a.Id == successor, cancellationToken))
            throw new ValidationException([new ValidationFailure(nameof(command.ProfessionalId), "") { ErrorCode = "no-such-choice" }]);

        await db.PassToAsync(@case, successor, actor.AccountId, command.Reason, time.GetUtcNow(), cancellationToken);
        return @case.Id;
    }
}

/// <summary>Who can take a case over.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
public sealed record SuccessorsQuery(CaseId CaseId) : IPlainQuery<IReadOnlyList<SelectListItem>>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class SuccessorsHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<SuccessorsQuery, IReadOnlyList<SelectListItem>>
{
    public async Task<IReadOnlyList<SelectListItem>> Handle(SuccessorsQuery query, CancellationToken cancellationToken)
    {
        var @case = await db.Cases.WorkedOnBy(actor).AsNoTracking().GetAsync(query.CaseId, cancellationToken);
        return await db.SuccessorsOf(@case).OrderBy(a => a.DisplayName)
            .Select(a => new SelectListItem(a.DisplayName, a.Id.ToString())).ToListAsync(cancellationToken);
    }
}
