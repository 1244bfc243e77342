using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Reminders;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Reminders;

/// <summary>Takes an own reminder away, with the days that were still to come.</summary>
/// <exception cref="NotFoundException">No such case or reminder, or not theirs.</exception>
public sealed record RemoveReminderCommand(CaseId CaseId, Guid ReminderId) : ICommand<CaseId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class RemoveReminderHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<RemoveReminderCommand, CaseId>
{
    public async Task<CaseId> Handle(RemoveReminderCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        var reminder = await db.OwnReminders.VisibleTo(actor).Where(r => r.CaseId == @case.Id).GetAsync(command.ReminderId, cancellationToken);
        db.OwnReminders.Remove(reminder);
        await db.TakeBackAsync(reminder.Id, cancellationToken);
        return @case.Id;
    }
}
