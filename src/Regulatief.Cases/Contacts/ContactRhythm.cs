using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClosingDays;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.TaskDivisions;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.Contacts;

/// <summary>How often volunteer and client were to see each other, and since when they did not as far as was logged.</summary>
public sealed record ContactRhythm(VolunteerAssignment Pairing, ContactFrequency Agreed, DateOnly Since, WorkingCalendar Calendar)
{
    /// <summary>Who meets on a Thursday instead of a Tuesday, or writes it down the day after, is not silent.</summary>
    private const int PatienceInWorkingDays = 2;

    /// <summary>The working day on which it is noticed when nothing is logged until then.</summary>
    public DateOnly NoticedOn => Calendar.Add(Since.AddDays(DaysIn(Agreed.Per)), PatienceInWorkingDays);

    private static int DaysIn(FrequencyPeriod per) => per switch
    {
        FrequencyPeriod.Week => 7,
        FrequencyPeriod.TwoWeeks => 14,
        FrequencyPeriod.Month => 31,
        FrequencyPeriod.Quarter => 92,
        _ => throw new ArgumentOutOfRangeException(nameof(per), per, "Expected a period of contact."),
    };
}

/// <summary>Notices that nothing is logged for longer than was agreed, once, and ends it when something is.</summary>
public static class ContactRhythms
{
    /// <summary>Phases in which they are to see each other; from the second round on also while tasks and agreements are made anew.</summary>
    private static readonly CasePhase[] Together = [CasePhase.WorkingTogether, CasePhase.Evaluation];

    private static readonly CasePhase[] Between = [CasePhase.Matching, CasePhase.TaskDivision, CasePhase.Agreements];

    private static readonly HumanTaskKind[] OfPairing = [HumanTaskKind.ContactRequest, HumanTaskKind.PassOnContact, HumanTaskKind.ContactSilence, HumanTaskKind.VolunteerCheckIn];

    /// <summary>Keeps a promise to notice. Does nothing about a pairing that is over, and promises anew when meanwhile another rhythm was agreed.</summary>
    /// <param name="case">Loaded for change.</param>
    public static async Task NoticeSilenceAsync(this RegulatiefDbContext db, Guid pairing, Case @case, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await db.RhythmOfAsync(@case, null, cancellationToken) is not { } rhythm || rhythm.Pairing.Id != pairing) return;
        if (rhythm.NoticedOn > LegalTime.DateOf(now))
        {
            await db.PromiseSilenceAsync(@case, rhythm, now, cancellationToken);
            return;
        }

        if (await db.ContactSilences.AnyAsync(s => s.AssignmentId == pairing && (s.EndedAt == null || s.Since == rhythm.Since), cancellationToken)) return;
        var silence = new ContactSilence
        {
            CaseId = @case.Id, AssignmentId = pairing, Since = rhythm.Since, Times = rhythm.Agreed.Times, Per = rhythm.Agreed.Per, NoticedAt = now,
        };
        var task = silence.OpenTask(rhythm.Calendar);
        db.ContactSilences.Add(silence);
        db.HumanTasks.Add(task);
        db.PromiseTerm(task, ContactSilence.Term, rhythm.Calendar, now, @case.IsPaused);
    }

    /// <summary>Contact is logged just now: what was asked after ends, and silence counts from it. Not when it was so long ago that they are silent all the same.</summary>
    /// <param name="case">Loaded for change.</param>
    public static async Task HearOfContactAsync(this RegulatiefDbContext db, Case @case, DateOnly on, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await db.RhythmOfAsync(@case, on, cancellationToken) is not { } rhythm || rhythm.NoticedOn <= LegalTime.DateOf(now)) return;
        await db.EndSilenceAsync(rhythm.Pairing, now, cancellationToken);
        await db.CallOffAsync(await db.HumanTasks.Open().Where(t => t.CaseId == @case.Id && t.Kind == HumanTaskKind.ContactSilence).ToListAsync(cancellationToken), now, cancellationToken);
        await db.PromiseSilenceAsync(@case, rhythm, now, cancellationToken);
    }

    /// <summary>The pairing is over: what was asked between volunteer and professional goes with it, and nobody waits for its contact.</summary>
    public static async Task EndContactOfAsync(this RegulatiefDbContext db, VolunteerAssignment pairing, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.EndSilenceAsync(pairing, now, cancellationToken);
        await db.CallOffAsync(await db.HumanTasks.Open().Where(t => t.CaseId == pairing.CaseId && OfPairing.Contains(t.Kind)).ToListAsync(cancellationToken), now, cancellationToken);
        await db.TakeBackAsync(pairing.Id, cancellationToken);
    }

    /// <summary>Promises a batch of pairings that their silence is noticed, where nobody promised it yet: they came to work together since, or under a version that promised nothing.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> PromiseSilencesAsync(this RegulatiefDbContext db, int atMost, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var left = await db.VolunteerAssignments
            .Where(a => a.Until == null && db.TaskDivisions.Any(d => d.CaseId == a.CaseId)
                && db.Cases.Any(c => c.Id == a.CaseId && c.ClosedAt == null && (Together.Contains(c.Phase) || (c.Round > 1 && Between.Contains(c.Phase))))
                && !db.DueWork.Any(w => w.Kind == DueWorkKind.ContactSilence && w.SubjectId == a.Id)
                && !db.ContactSilences.Any(s => s.AssignmentId == a.Id && s.EndedAt == null))
            .OrderBy(a => a.Id).Select(a => a.CaseId).Take(atMost).ToListAsync(cancellationToken);
        if (left.Count == 0) return 0;
        await db.RaiseVersionsAsync(left, cancellationToken);
        var promised = 0;
        foreach (var @case in await db.Cases.ForChange(left).ToListAsync(cancellationToken))
        {
            if (await db.RhythmOfAsync(@case, null, cancellationToken) is not { } rhythm) continue;
            await db.PromiseSilenceAsync(@case, rhythm, now, cancellationToken);
            promised++;
        }

        return promised;
    }

    /// <summary>Null while nobody waits for contact: before they work together, between two volunteers, at the end.</summary>
    /// <param name="logged">A day that is being logged; null for what is stored alone.</param>
    private static async Task<ContactRhythm?> RhythmOfAsync(this RegulatiefDbContext db, Case @case, DateOnly? logged, CancellationToken cancellationToken)
    {
        if (@case.IsClosed || @case.CurrentAssignment is not { } pairing) return null;
        if (!Together.Contains(@case.Phase) && !(@case.Round > 1 && Between.Contains(@case.Phase))) return null;
        var division = await db.TaskDivisions.Where(d => d.CaseId == @case.Id).OrderByDescending(d => d.AgreedAt)
            .Select(d => new { d.VolunteerWithClient, d.AgreedAt }).AsNoTracking().FirstOrDefaultAsync(cancellationToken);
        if (division is null) return null;

        var inForce = await db.Timeline.Where(e => e.CaseId == @case.Id && e.Kind == TimelineKind.AgreementInForce).MaxAsync(e => (DateTimeOffset?)e.At, cancellationToken);
        var last = await db.VolunteerActivities.Where(a => a.CaseId == @case.Id && a.VolunteerId == pairing.VolunteerId).MaxAsync(a => (DateOnly?)a.On, cancellationToken);
        DateOnly?[] days = [LegalTime.DateOf(pairing.From), LegalTime.DateOf(division.AgreedAt), inForce is { } at ? LegalTime.DateOf(at) : null, last, logged];
        return new ContactRhythm(pairing, division.VolunteerWithClient, days.Max()!.Value, await db.CalendarAsync(cancellationToken));
    }

    private static async Task EndSilenceAsync(this RegulatiefDbContext db, VolunteerAssignment pairing, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var silence in await db.ContactSilences.Where(s => s.AssignmentId == pairing.Id && s.EndedAt == null).ToListAsync(cancellationToken)) silence.End(now);
    }
}
