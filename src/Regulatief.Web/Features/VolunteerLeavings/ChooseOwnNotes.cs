using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.VolunteerLeavings;

/// <summary>The volunteer says what becomes of their own notes when they leave: they take them along for a while, or they are thrown away on that day.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>role-may-not</c>.</exception>
public sealed record ChooseOwnNotesCommand(CaseId CaseId, bool? ThrowsAway) : ICommand<CaseId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

public sealed record OwnNotesFields(bool? ThrowsAway);

internal sealed class ChooseOwnNotesValidator : AbstractValidator<ChooseOwnNotesCommand>
{
    public ChooseOwnNotesValidator() => RuleFor(c => c.ThrowsAway).NotNull();
}

internal sealed class ChooseOwnNotesHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<ChooseOwnNotesCommand, CaseId>
{
    public async Task<CaseId> Handle(ChooseOwnNotesCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.Volunteer);
        @case.CurrentAssignment!.ThrowsNotesAway = command.ThrowsAway!.Value;
        return @case.Id;
    }
}
