using MimeKit;

namespace Regulatief.Web.Hosting.Mailing;

/// <summary>Hands a mail to who brings it.</summary>
public interface IMailer
{
    /// <exception cref="MailFailedException">It did not take it, or may not have.</exception>
    Task SendAsync(MimeMessage message, CancellationToken cancellationToken);
}

/// <summary>A mail was not taken.</summary>
/// <param name="code">What went wrong, without an address.</param>
/// <param name="mayHaveGone">Whether it may have been taken all the same: the way broke after it was handed over.</param>
public sealed class MailFailedException(string code, bool mayHaveGone, Exception inner) : Exception($"A mail was not taken: {code}.", inner)
{
    public string Code { get; } = code;

    public bool MayHaveGone { get; } = mayHaveGone;
}
