using System.Globalization;
using MediatR;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.VolunteerLeavings;

/// <summary>A volunteer's own notes, of cases of now and for a while of those that they left: to take along.</summary>
public sealed record OwnNotesPageQuery : IClientQuery<OwnNotesPage>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Case>();
}

public sealed record OwnNotesPage(IReadOnlyList<NotesOfCase> Cases)
{
    /// <summary>All of it as plain words, for a file.</summary>
    public string AsText() => string.Join("\n\n", Cases.SelectMany(of => of.Notes
        .Select(note => $"{note.On.ToString("O", CultureInfo.InvariantCulture)}\n{note.Words}").Prepend($"# {of.Number.ToString(CultureInfo.InvariantCulture)}")));
}

/// <param name="Until">The last day on which they can be taken along; null while the pairing lasts.</param>
/// <param name="Notes">The newest first.</param>
public sealed record NotesOfCase(int Number, DateOnly? Until, IReadOnlyList<NoteTakenAlong> Notes);

public sealed record NoteTakenAlong(DateOnly On, string Words);

internal sealed class OwnNotesPageHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time) : IRequestHandler<OwnNotesPageQuery, OwnNotesPage>
{
    public async Task<OwnNotesPage> Handle(OwnNotesPageQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Volunteer);
        var kept = await db.NotesTakenAlongByAsync(actor, time.GetUtcNow(), cancellationToken);
        await reads.RecordListAsync(actor, nameof(OwnNotesPageQuery), null, nameof(Case), [.. kept.Select(k => k.CaseId.Value)], cancellationToken);
        return new OwnNotesPage(
        [
            .. kept.Select(k => new NotesOfCase(
                k.Number, k.Until is { } until ? LegalTime.DateOf(until + VolunteerAssignment.RetainNotesFor).AddDays(-1) : null, [.. k.Notes.Select(n => new NoteTakenAlong(n.On, n.Words))])),
        ]);
    }
}
