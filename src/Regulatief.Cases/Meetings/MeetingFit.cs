using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClosingDays;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.SafetyChecks;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.Meetings;

/// <summary>How a time fits the people and what was agreed.</summary>
/// <param name="Refusal">Why it cannot be, as a code of the error texts; null when it can.</param>
/// <param name="Warnings">What one should know before one asks for it all the same, as codes.</param>
public sealed record MeetingFit(string? Refusal, IReadOnlyList<string> Warnings)
{
    /// <summary>When professionals work, Europe/Amsterdam: other times are possible, and asked about.</summary>
    public static readonly TimeOnly WorkFrom = new(8, 0);

    /// <inheritdoc cref="WorkFrom"/>
    public static readonly TimeOnly WorkUntil = new(18, 0);

    public bool IsGood => Refusal is null && Warnings.Count == 0;
}

public static class MeetingFitQueries
{
    private const int MostAlternatives = 3;

    /// <param name="meeting">Is not in its own way.</param>
    /// <param name="case">Loaded for change.</param>
    public static async Task<MeetingFit> FitAsync(
        this RegulatiefDbContext db, ThreeWayMeeting meeting, Case @case, MeetingTime time, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await db.SurroundingsAsync(meeting, @case, time.Place, [time.On], cancellationToken)).FitOf(time, now);

    /// <summary>Other times of the same length at the same place that stand in nobody's way: the next working day, and the same weekday in the weeks after.</summary>
    public static async Task<IReadOnlyList<MeetingTime>> AlternativesAsync(
        this RegulatiefDbContext db, ThreeWayMeeting meeting, Case @case, MeetingTime time, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (at, calendar) = (LegalTime.TimeOf(time.StartsAt), await db.CalendarAsync(cancellationToken));
        List<DateOnly> days = [.. new[] { calendar.Add(time.On, 1), calendar.Add(time.On, 2), time.On.AddDays(7), time.On.AddDays(14) }.Distinct()];
        var surroundings = await db.SurroundingsAsync(meeting, @case, time.Place, days, cancellationToken);
        return [.. days.Select(day => time with { StartsAt = LegalTime.At(day, at) }).Where(other => surroundings.FitOf(other, now).IsGood).Take(MostAlternatives)];
    }

    /// <summary>Where the three agreed to meet; null before a task division.</summary>
    public static Task<LocationType?> AgreedPlaceAsync(this RegulatiefDbContext db, CaseId caseId, CancellationToken cancellationToken) =>
        db.TaskDivisions.Where(d => d.CaseId == caseId).OrderByDescending(d => d.AgreedAt).Select(d => (LocationType?)d.Location).FirstOrDefaultAsync(cancellationToken);

    private static async Task<Surroundings> SurroundingsAsync(
        this RegulatiefDbContext db, ThreeWayMeeting meeting, Case @case, LocationType place, IReadOnlyList<DateOnly> days, CancellationToken cancellationToken)
    {
        var volunteer = @case.CurrentAssignment?.VolunteerId;
        return new Surroundings(
            await db.CalendarAsync(cancellationToken),
            await db.SafetyChecks.AllowAsync(@case.Id, place, cancellationToken),
            await db.AgreedPlaceAsync(@case.Id, cancellationToken),
            await db.Covers.Within(days.Min(), days.Max()).Where(c => c.AbsentId == @case.ProfessionalId && c.Role == AccountRole.ProbationOfficer).AsNoTracking().ToListAsync(cancellationToken),
            await db.Meetings
                .Where(m => m.Status == MeetingStatus.Planned && days.Contains(m.PlannedOn) && m.Agreed != null && m.Id != meeting.Id
                    && (m.Case.ProfessionalId == @case.ProfessionalId || m.Case.Assignments.Any(a => a.Until == null && a.VolunteerId == volunteer)))
                .Select(m => m.Agreed!).AsNoTracking().ToListAsync(cancellationToken));
    }

    /// <summary>What there is around times at one place, on some days.</summary>
    /// <param name="Agreed">Where the three agreed to meet; null before a task division.</param>
    /// <param name="Absences">When the professional is away.</param>
    /// <param name="Taken">When the professional or the volunteer has agreed to sit elsewhere.</param>
    private sealed record Surroundings(WorkingCalendar Calendar, bool IsPlaceSafe, LocationType? Agreed, IReadOnlyList<Cover> Absences, IReadOnlyList<MeetingTime> Taken)
    {
        public MeetingFit FitOf(MeetingTime time, DateTimeOffset now)
        {
            var (from, until) = (LegalTime.TimeOf(time.StartsAt), LegalTime.TimeOf(time.EndsAt));
            if (time.StartsAt <= now) return Refused("meeting-in-past");
            if (from < MeetingTime.Earliest || until > MeetingTime.Latest || LegalTime.DateOf(time.EndsAt) != time.On) return Refused("meeting-at-night");
            if (!IsPlaceSafe) return Refused("meeting-place-not-safe");

            List<string> warnings = [];
            if (!Calendar.IsWorkingDay(time.On)) warnings.Add("meeting-not-on-working-day");
            else if (from < MeetingFit.WorkFrom || until > MeetingFit.WorkUntil) warnings.Add("meeting-outside-hours");
            if (Absences.Any(c => c.From <= time.On && c.Until >= time.On)) warnings.Add("meeting-professional-away");
            if (Taken.Any(time.Overlaps)) warnings.Add("meeting-overlaps");
            if (Agreed is { } agreed && agreed != time.Place) warnings.Add("meeting-other-place");
            return new MeetingFit(null, warnings);
        }

        private static MeetingFit Refused(string code) => new(code, []);
    }
}
