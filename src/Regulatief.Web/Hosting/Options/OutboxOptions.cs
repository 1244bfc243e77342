namespace Regulatief.Web.Hosting.Options;

/// <summary>The settings under <c>Outbox</c>: the one system outside that workflows ask tasks of.</summary>
public sealed record OutboxOptions
{
    public const string Section = "Outbox";

    private const int MinKeyLength = 32;

    /// <summary>Where messages are posted; empty for nowhere: they then wait among what failed.</summary>
    public string Address { get; init; } = "";

    /// <summary>The secret by which each side knows the other.</summary>
    public string Key { get; init; } = "";

    public bool IsOn => Address.Length > 0;

    /// <returns>Null when the settings can be used.</returns>
    public string? Problem() => this switch
    {
        { IsOn: false } => null,
        _ when OutsideAddress.Problem("Outbox:Address", Address) is { } problem => problem,
        _ when Key.Length < MinKeyLength => $"Outbox:Key has {Key.Length} characters; expected at least {MinKeyLength}.",
        _ => null,
    };
}
