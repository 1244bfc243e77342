using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Reminders;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Reminders;

/// <summary>What the reader wrote down of a case for themselves, and of what they have themselves reminded.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
public sealed record ForMyselfQuery(CaseId CaseId) : IClientQuery<ForMyself>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

/// <param name="Notes">The newest first.</param>
/// <param name="Reminders">The next one first; those that have passed at the end.</param>
public sealed record ForMyself(CaseId CaseId, int Number, string ClientName, IReadOnlyList<ShownNote> Notes, IReadOnlyList<ShownReminder> Reminders)
{
    public string CaseUrl => $"/trajecten/{CaseId}";

    public string Url => $"{CaseUrl}/voor-mijzelf";

    public NoteFields Note { get; init; } = new(null);

    public ReminderFields Form { get; init; } = new(null, null, ReminderRepeat.Never, null, null);
}

public sealed record NoteFields(string? Words);

public sealed record ReminderFields(string? Words, DateOnly? On, ReminderRepeat? Repeat, DateOnly? LastOn, string? Rule)
{
    public MakeReminderCommand For(Guid caseId) => new(CaseId.From(caseId), Words, On, Repeat, LastOn, Rule);
}

public sealed record ShownNote(Guid Id, string Words, DateTimeOffset WrittenAt);

/// <param name="NextOn">Null when all days have passed.</param>
/// <param name="Left">How many days are to come.</param>
public sealed record ShownReminder(Guid Id, string Words, DateOnly? NextOn, DateOnly LastOn, int Left, string? Rule);

internal sealed class ForMyselfMapping : Profile
{
    public ForMyselfMapping() => CreateMap<OwnNote, ShownNote>();
}

internal sealed class ForMyselfHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, IMapper mapper, TimeProvider time) : IRequestHandler<ForMyselfQuery, ForMyself>
{
    public async Task<ForMyself> Handle(ForMyselfQuery query, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(query.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer, AccountRole.Coordinator, AccountRole.Volunteer);
        await reads.RecordAsync(actor, nameof(ForMyselfQuery), @case.Id, nameof(Case), @case.Id.Value, cancellationToken);
        var (today, notes) = (time.Today(), db.OwnNotes.VisibleTo(actor).Where(n => n.CaseId == @case.Id).OrderByDescending(n => n.WrittenAt));
        var reminders = await db.OwnReminders.VisibleTo(actor).Where(r => r.CaseId == @case.Id).AsNoTracking().ToListAsync(cancellationToken);
        return new ForMyself(
            @case.Id, @case.Number, @case.Client.NameFor(actor.Role), await notes.ProjectTo<ShownNote>(mapper.ConfigurationProvider).ToListAsync(cancellationToken),
            [.. reminders.Select(r => new ShownReminder(r.Id, r.Words, r.NextAfter(today), r.Days[^1], r.Days.Count(d => d > today), r.Rule)).OrderBy(r => r.NextOn is null).ThenBy(r => r.NextOn)]);
    }
}
