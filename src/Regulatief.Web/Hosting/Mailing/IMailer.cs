using MimeKit;

namespace Regulatief.Web.Hosting.Mailing;

/// <summary>Hands a mail to who brings it.</summary>
public interface IMailer
{
    /// <exception cref="SendingFailedException">It did not take it, or may not have.</exception>
    Task SendAsync(MimeMessage message, CancellationToken cancellationToken);
}

/// <summary>What was to be sent was not taken.</summary>
/// <param name="code">What went wrong, without an address.</param>
/// <param name="isOver">Whether it is not tried again by itself: it was refused for good, or may have been taken all the same.</param>
public sealed class SendingFailedException(string code, bool isOver, Exception? inner) : Exception($"What was to be sent was not taken: {code}.", inner)
{
    public string Code { get; } = code;

    public bool IsOver { get; } = isOver;
}
