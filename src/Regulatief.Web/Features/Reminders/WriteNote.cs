using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Reminders;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Reminders;

/// <summary>Writes something down of a case for oneself alone.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>note-many</c>: there are as many as can be.</exception>
public sealed record WriteNoteCommand(CaseId CaseId, string? Words) : ICommand<Guid>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class WriteNoteValidator : AbstractValidator<WriteNoteCommand>
{
    public WriteNoteValidator() => RuleFor(c => c.Words).NotEmpty().MaximumLength(OwnNote.MaxWords);
}

internal sealed class WriteNoteHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<WriteNoteCommand, Guid>
{
    public async Task<Guid> Handle(WriteNoteCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer, AccountRole.Coordinator, AccountRole.Volunteer);
        if (await db.OwnNotes.VisibleTo(actor).CountAsync(n => n.CaseId == @case.Id, cancellationToken) >= OwnNote.MostAtOnce) throw new CaseRuleException("note-many", OwnNote.MostAtOnce);
        var note = new OwnNote { CaseId = @case.Id, AccountId = actor.AccountId, Words = command.Words!, WrittenAt = time.GetUtcNow() };
        db.OwnNotes.Add(note);
        return note.Id;
    }
}
