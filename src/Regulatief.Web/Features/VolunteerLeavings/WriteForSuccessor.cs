using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.VolunteerLeavings;

/// <summary>The volunteer who leaves writes down something that the successor should know. The client reads it, and says whether the successor may.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>leaving-none</c>, <c>for-successor-many</c>, <c>role-may-not</c>.</exception>
public sealed record WriteForSuccessorCommand(CaseId CaseId, string? Words) : ICommand<Guid>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

public sealed record ForSuccessorFields(string? Words);

internal sealed class WriteForSuccessorValidator : AbstractValidator<WriteForSuccessorCommand>
{
    public WriteForSuccessorValidator() => RuleFor(c => c.Words).NotEmpty().MaximumLength(ForSuccessor.MaxWords);
}

internal sealed class WriteForSuccessorHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<WriteForSuccessorCommand, Guid>
{
    public async Task<Guid> Handle(WriteForSuccessorCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.Volunteer);
        var leaving = await db.PlannedLeavingAsync(@case, cancellationToken);
        if (leaving.Items.Count >= VolunteerLeaving.MostItems) throw new CaseRuleException("for-successor-many", VolunteerLeaving.MostItems);
        var item = new ForSuccessor { LeavingId = leaving.Id, Words = command.Words!, WrittenAt = time.GetUtcNow() };
        db.Add(item);
        return item.Id;
    }
}
