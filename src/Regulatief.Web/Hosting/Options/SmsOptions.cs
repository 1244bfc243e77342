namespace Regulatief.Web.Hosting.Options;

/// <summary>The settings under <c>Sms</c>: by which gateway texts go.</summary>
public sealed record SmsOptions
{
    public const string Section = "Sms";

    /// <summary>Where texts are posted; empty for none.</summary>
    public string Url { get; init; } = "";

    /// <summary>The header by which the gateway knows who asks.</summary>
    public string Header { get; init; } = "Authorization";

    /// <summary>What stands in it, whole.</summary>
    public string Secret { get; init; } = "";

    /// <summary>From whom it comes, as telephones show it.</summary>
    public string Sender { get; init; } = "Regulatief";

    /// <summary>The JSON that the gateway takes.</summary>
    public string Body { get; init; } = """{"to": "{to}", "from": "{from}", "text": "{text}", "reference": "{id}"}""";

    /// <summary>In Development instead of a gateway: a folder in which each text becomes a file (.txt).</summary>
    public string Folder { get; init; } = "";

    public bool IsOn => Url.Length > 0 || Folder.Length > 0;

    /// <param name="site">Where links lead: <c>Mail:Site</c>.</param>
    /// <returns>Null when the settings can be used.</returns>
    public string? Problem(bool isDevelopment, string site) => this switch
    {
        { IsOn: false } => null,
        { Folder.Length: > 0 } when !isDevelopment => "Sms:Folder is for Development, where nobody sends texts; expected Sms:Url.",
        { Folder: "" } when OutsideAddress.Problem("Sms:Url", Url) is { } problem => problem,
        { Folder: "" } when Secret.Length == 0 || Header.Length == 0 => "Sms:Secret or Sms:Header is empty; expected the header by which the gateway knows who asks.",
        _ when SmsBody.Problem(Body) is { } problem => problem,
        _ => OutsideAddress.Problem("Mail:Site", site),
    };
}
