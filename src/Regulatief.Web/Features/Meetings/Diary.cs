using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Meetings;

/// <summary>The driegesprekken of the actor's cases in a period: planned, held and missed.</summary>
/// <param name="From">Inclusive, as <paramref name="Until"/>; at most <see cref="MostDays"/> apart, the rest is left out.</param>
public sealed record DiaryQuery(DateOnly From, DateOnly Until) : IClientQuery<Diary>
{
    public const int MostDays = 62;

    AuditSubject IConcerns.Subject => AuditSubject.Of<ThreeWayMeeting>();
}

/// <param name="Meetings">By day and time; those without a time first.</param>
/// <param name="IsCut">There are more than <see cref="Most"/>: the last days are left out.</param>
public sealed record Diary(DateOnly From, DateOnly Until, IReadOnlyList<DiaryMeeting> Meetings, bool IsCut)
{
    public const int Most = 500;
}

/// <param name="Id">Null for a day that was agreed and is not prepared yet: its time is agreed then.</param>
/// <param name="On">When it is planned; of one that was held, when it was.</param>
/// <param name="IsAsked">A proposal waits for the actor's yes.</param>
public sealed record DiaryMeeting(
    MeetingId? Id, CaseId CaseId, int CaseNumber, string ClientName, MeetingStatus Status, DateOnly On, MeetingTime? Time, bool IsProposed, bool IsAsked)
{
    public string Url => Status == MeetingStatus.Planned && Id is not null ? $"/driegesprekken/{Id}" : $"/trajecten/{CaseId}#driegesprekken";
}

internal sealed class DiaryValidator : AbstractValidator<DiaryQuery>
{
    private static readonly DateOnly First = new(2000, 1, 1);
    private static readonly DateOnly Last = new(2199, 12, 31);

    public DiaryValidator()
    {
        RuleFor(q => q.From).InclusiveBetween(First, Last);
        RuleFor(q => q.Until).InclusiveBetween(First, Last).GreaterThanOrEqualTo(q => q.From);
    }
}

internal sealed class DiaryHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<DiaryQuery, Diary>
{
    public async Task<Diary> Handle(DiaryQuery query, CancellationToken cancellationToken)
    {
        var last = query.From.AddDays(DiaryQuery.MostDays - 1);
        var until = query.Until < last ? query.Until : last;
        var rows = await db.Meetings.VisibleTo(actor)
            .Where(m => m.Status != MeetingStatus.Cancelled && m.PlannedOn >= query.From && m.PlannedOn <= until)
            .OrderBy(m => m.PlannedOn).ThenBy(m => m.Id).Take(Diary.Most + 1)
            .Include(m => m.Case.Client).Include(m => m.Case.Assignments.Where(a => a.Until == null)).AsNoTracking().AsSplitQuery().ToListAsync(cancellationToken);
        var party = actor.PartyAtTable();
        List<DiaryMeeting> meetings =
        [
            .. rows.Take(Diary.Most).Where(IsOfActor).Select(m => new DiaryMeeting(
                    m.Id, m.CaseId, m.Case.Number, m.Case.Client.NameFor(actor.Role), m.Status, m.HeldOn ?? m.PlannedOn, m.Agreed, m.OpenProposal is not null,
                    party is { } own && m.OpenProposal is { } open && !open.HasYesOf(own)))
                .Concat(await AgreedDaysAsync(query.From, until, cancellationToken))
                .OrderBy(m => m.On).ThenBy(m => m.Time?.StartsAt ?? DateTimeOffset.MinValue).ThenBy(m => m.CaseNumber),
        ];
        await reads.RecordListAsync(actor, nameof(DiaryQuery), null, nameof(ThreeWayMeeting), meetings.ConvertAll(m => m.Id?.Value ?? m.CaseId.Value), cancellationToken);
        return new Diary(query.From, until, meetings, rows.Count > Diary.Most);
    }

    private async Task<IEnumerable<DiaryMeeting>> AgreedDaysAsync(DateOnly from, DateOnly until, CancellationToken cancellationToken)
    {
        var cases = await db.Cases.WorkedOnBy(actor).Where(c => c.NextMeetingOn >= from && c.NextMeetingOn <= until && c.ClosedAt == null && c.PausedAt == null)
            .OrderBy(c => c.NextMeetingOn).Take(Diary.Most).Include(c => c.Client).AsNoTracking().ToListAsync(cancellationToken);
        return cases.Select(c => new DiaryMeeting(null, c.Id, c.Number, c.Client.NameFor(actor.Role), MeetingStatus.Planned, c.NextMeetingOn!.Value, null, false, false));
    }

    /// <summary>What was before the pairing stays with who was there.</summary>
    private bool IsOfActor(ThreeWayMeeting meeting) =>
        actor.Role != AccountRole.Volunteer || meeting.Status == MeetingStatus.Planned
        || (meeting.HeldOn ?? meeting.PlannedOn) >= LegalTime.DateOf(meeting.Case.CurrentAssignment!.From);
}
