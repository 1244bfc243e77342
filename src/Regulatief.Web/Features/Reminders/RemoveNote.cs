using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Reminders;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Reminders;

/// <summary>Throws an own note away.</summary>
/// <exception cref="NotFoundException">No such case or note, or not theirs.</exception>
public sealed record RemoveNoteCommand(CaseId CaseId, Guid NoteId) : ICommand<CaseId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class RemoveNoteHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<RemoveNoteCommand, CaseId>
{
    public async Task<CaseId> Handle(RemoveNoteCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        db.OwnNotes.Remove(await db.OwnNotes.VisibleTo(actor).Where(n => n.CaseId == @case.Id).GetAsync(command.NoteId, cancellationToken));
        return @case.Id;
    }
}
