namespace Regulatief.Cases.Meetings;

public static class MeetingQueries
{
    /// <summary>Planned and still to come. One of an earlier day that nobody recorded is late work, no appointment.</summary>
    public static IQueryable<ThreeWayMeeting> Ahead(this IQueryable<ThreeWayMeeting> meetings, DateOnly today) =>
        meetings.Where(m => m.Status == MeetingStatus.Planned && m.PlannedOn >= today);
}
