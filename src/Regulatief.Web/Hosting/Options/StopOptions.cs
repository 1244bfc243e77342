namespace Regulatief.Web.Hosting.Options;

/// <summary>The settings under <c>Stop</c>.</summary>
public sealed record StopOptions
{
    public const string Section = "Stop";

    private static readonly TimeSpan MaxNotice = TimeSpan.FromSeconds(20);

    /// <summary>How long the program goes on serving after it was asked to stop, and says that it is not ready.</summary>
    public TimeSpan Notice { get; init; }

    /// <returns>Null when the settings can be used.</returns>
    public string? Problem() => Notice >= TimeSpan.Zero && Notice <= MaxNotice ? null : $"Stop:Notice is {Notice}; expected 00:00:00 to {MaxNotice}.";
}
