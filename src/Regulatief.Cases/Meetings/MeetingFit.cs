using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
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
    /// <param name="meeting">Is not in its own way.</param>
    /// <param name="case">Loaded for change.</param>
    public static async Task<MeetingFit> FitAsync(
        this RegulatiefDbContext db, ThreeWayMeeting meeting, Case @case, MeetingTime time, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (from, until) = (LegalTime.TimeOf(time.StartsAt), LegalTime.TimeOf(time.EndsAt));
        if (time.StartsAt <= now) return Refused("meeting-in-past");
        if (from < MeetingTime.Earliest || until > MeetingTime.Latest || LegalTime.DateOf(time.EndsAt) != time.On) return Refused("meeting-at-night");
        if (!await db.SafetyChecks.AllowAsync(@case.Id, time.Place, cancellationToken)) return Refused("meeting-place-not-safe");

        List<string> warnings = [];
        if (!WorkingDays.IsWorkingDay(time.On)) warnings.Add("meeting-not-on-working-day");
        else if (from < MeetingFit.WorkFrom || until > MeetingFit.WorkUntil) warnings.Add("meeting-outside-hours");
        if (await db.Covers.On(time.On).AnyAsync(c => c.AbsentId == @case.ProfessionalId && c.Role == AccountRole.ProbationOfficer, cancellationToken)) warnings.Add("meeting-professional-away");
        if (await db.IsTakenAsync(meeting, @case, time, cancellationToken)) warnings.Add("meeting-overlaps");
        if (await db.AgreedPlaceAsync(@case.Id, cancellationToken) is { } agreed && agreed != time.Place) warnings.Add("meeting-other-place");
        return new MeetingFit(null, warnings);
    }

    /// <summary>Where the three agreed to meet; null before a task division.</summary>
    public static Task<LocationType?> AgreedPlaceAsync(this RegulatiefDbContext db, CaseId caseId, CancellationToken cancellationToken) =>
        db.TaskDivisions.Where(d => d.CaseId == caseId).OrderByDescending(d => d.AgreedAt).Select(d => (LocationType?)d.Location).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Whether the professional or the volunteer has agreed to sit elsewhere at that time.</summary>
    private static async Task<bool> IsTakenAsync(this RegulatiefDbContext db, ThreeWayMeeting meeting, Case @case, MeetingTime time, CancellationToken cancellationToken)
    {
        var volunteer = @case.CurrentAssignment?.VolunteerId;
        var sameDay = await db.Meetings
            .Where(m => m.Status == MeetingStatus.Planned && m.PlannedOn == time.On && m.Agreed != null && m.Id != meeting.Id
                && (m.Case.ProfessionalId == @case.ProfessionalId || m.Case.Assignments.Any(a => a.Until == null && a.VolunteerId == volunteer)))
            .Select(m => m.Agreed!).AsNoTracking().ToListAsync(cancellationToken);
        return sameDay.Exists(time.Overlaps);
    }

    /// <summary>Other times of the same length at the same place that stand in nobody's way: the next working day, and the same weekday in the weeks after.</summary>
    public static async Task<IReadOnlyList<MeetingTime>> AlternativesAsync(
        this RegulatiefDbContext db, ThreeWayMeeting meeting, Case @case, MeetingTime time, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var at = LegalTime.TimeOf(time.StartsAt);
        DateOnly[] days = [WorkingDays.Add(time.On, 1), WorkingDays.Add(time.On, 2), time.On.AddDays(7), time.On.AddDays(14)];
        List<MeetingTime> found = [];
        foreach (var day in days.Distinct())
        {
            var other = time with { StartsAt = LegalTime.At(day, at) };
            if (found.Count < MostAlternatives && (await db.FitAsync(meeting, @case, other, now, cancellationToken)).IsGood) found.Add(other);
        }

        return found;
    }

    private const int MostAlternatives = 3;

    private static MeetingFit Refused(string code) => new(code, []);
}
