using MimeKit;

namespace Regulatief.Web.Hosting.Options;

/// <summary>The settings under <c>Mail</c>: by which server mail goes.</summary>
public sealed record MailOptions
{
    public const string Section = "Mail";

    /// <summary>The server that takes it, by SMTP; empty for none: links are then shown to who gives them.</summary>
    public string Host { get; init; } = "";

    public int Port { get; init; } = 587;

    public MailSecurity Security { get; init; } = MailSecurity.StartTls;

    /// <summary>Empty when the server asks for none.</summary>
    public string UserName { get; init; } = "";

    public string Password { get; init; } = "";

    /// <summary>From whom it comes.</summary>
    public string From { get; init; } = "";

    /// <summary>Where people reach the product, with which links begin: nobody asks for a page when mail is sent.</summary>
    public string Site { get; init; } = "";

    /// <summary>In Development instead of a server: a folder in which each mail becomes a file (.eml).</summary>
    public string Folder { get; init; } = "";

    public bool IsOn => Host.Length > 0 || Folder.Length > 0;

    /// <returns>Null when the settings can be used.</returns>
    public string? Problem(bool isDevelopment) => this switch
    {
        { IsOn: false } => null,
        { Folder.Length: > 0 } when !isDevelopment => "Mail:Folder is for Development, where nobody sends mail; expected Mail:Host.",
        { Port: < 1 or > 65535 } => $"Mail:Port is {Port}; expected 1 to 65535.",
        { Security: MailSecurity.None, Host: not ("" or "localhost" or "127.0.0.1" or "::1") } =>
            $"Mail:Security is None and Mail:Host is '{Host}'; expected StartTls or Tls for a server that is not this machine: a link in a mail is for nobody on the way.",
        _ when !MailboxAddress.TryParse(From, out var from) || !from.Address.Contains('@') => $"Mail:From is '{From}'; expected an address of mail.",
        _ => OutsideAddress.Problem("Mail:Site", Site),
    };
}

/// <summary>How the way to the server is closed to others.</summary>
public enum MailSecurity
{
    /// <summary>Begun in the open and closed before anything is said, or not at all.</summary>
    StartTls,

    /// <summary>Closed from the first byte.</summary>
    Tls,

    /// <summary>Not; to this machine alone.</summary>
    None,
}
