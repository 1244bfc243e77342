namespace Regulatief.Web.Hosting.Options;

/// <summary>The settings under <c>SecondFactor</c>.</summary>
public sealed record SecondFactorOptions
{
    public const string Section = "SecondFactor";

    /// <summary>Whether who works here must have a second factor, and who has none is asked for the password before what asks for more than a log-in.</summary>
    public bool Required { get; init; } = true;
}
