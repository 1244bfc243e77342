namespace Regulatief.Cases.Time;

/// <summary>Between instants (UTC) and legal dates (Europe/Amsterdam).</summary>
public static class LegalTime
{
    private static readonly TimeZoneInfo Amsterdam = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");

    /// <summary>The date on the wall in Amsterdam at that instant.</summary>
    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant).DateTime);

    /// <summary>The time on the wall in Amsterdam at that instant.</summary>
    public static TimeOnly TimeOf(DateTimeOffset instant) => TimeOnly.FromDateTime(Local(instant).DateTime);

    public static DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Amsterdam);

    public static DateOnly Today(this TimeProvider time) => DateOf(time.GetUtcNow());

    /// <summary>The UTC instant at which a wall time in Amsterdam is reached. A time that the spring change skips becomes the first instant after it; one that the autumn change gives twice is the first of the two.</summary>
    public static DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        if (Amsterdam.IsInvalidTime(local)) local = day.ToDateTime(new TimeOnly(local.Hour + 1, 0));
        var offset = Amsterdam.IsAmbiguousTime(local) ? Amsterdam.GetAmbiguousTimeOffsets(local).Max() : Amsterdam.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>The first instant of the day after: a term that ends on <paramref name="day"/> is overdue from here on.</summary>
    public static DateTimeOffset EndOf(DateOnly day) => At(day.AddDays(1), TimeOnly.MinValue);
}
