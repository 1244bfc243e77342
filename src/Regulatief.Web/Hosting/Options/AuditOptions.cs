namespace Regulatief.Web.Hosting.Options;

/// <summary>The settings under <c>Audit</c>: where the end of the audit log's chain goes, signed, so that nobody who can write in the database can rewrite the log unseen.</summary>
public sealed record AuditOptions
{
    public const string Section = "Audit";

    /// <summary>A folder in which files can be made and never changed; empty for none.</summary>
    public string AnchorFolder { get; init; } = "";

    /// <summary>An address that takes a file by PUT, once each; empty for none.</summary>
    public string AnchorUrl { get; init; } = "";

    /// <summary>The private key that signs, in PEM (ECDSA, P-256); behind it the public ones that signed before. Empty for none.</summary>
    public string SigningKeyFile { get; init; } = "";

    /// <summary>An address that takes audit rows by POST, as JSON lines; empty for none.</summary>
    public string ForwardUrl { get; init; } = "";

    /// <summary>Sent to it as a bearer token; empty for none.</summary>
    public string ForwardKey { get; init; } = "";

    public Uri? ForwardAddress => ForwardUrl.Length == 0 ? null : new Uri(ForwardUrl);

    public Uri? Address => AnchorUrl.Length == 0 ? null : new Uri(AnchorUrl.TrimEnd('/') + '/');

    /// <returns>Null when the settings can be used.</returns>
    public string? Problem() => this switch
    {
        { AnchorUrl.Length: > 0 } when OutsideAddress.Problem("Audit:AnchorUrl", AnchorUrl) is { } problem => problem,
        { ForwardUrl.Length: > 0 } when OutsideAddress.Problem("Audit:ForwardUrl", ForwardUrl) is { } problem => problem,
        { SigningKeyFile.Length: > 0 } when !File.Exists(SigningKeyFile) => $"Audit:SigningKeyFile is '{SigningKeyFile}', and there is no such file; expected a private key in PEM.",
        _ => null,
    };
}
