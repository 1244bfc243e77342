namespace Regulatief.Web.Hosting.Options;

/// <summary>The settings under <c>AcuteDanger</c>.</summary>
public sealed record AcuteDangerOptions
{
    public const string Section = "AcuteDanger";

    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>How long those who are called have to say that they act, before it is called out again and one further up the line.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromHours(1);

    /// <returns>Null when the settings can be used.</returns>
    public string? Problem() => AnswerWithin >= Shortest && AnswerWithin <= Longest
        ? null
        : $"AcuteDanger:AnswerWithin is '{AnswerWithin}'; expected a time from {Shortest} to {Longest}.";
}
