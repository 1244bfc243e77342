using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Web.Hosting.Mailing;

/// <summary>By SMTP, on a connection of its own for each: they are few.</summary>
internal sealed class SmtpMailer(IOptions<MailOptions> options) : IMailer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task SendAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
        var isHandedOver = false;
        try
        {
            await client.ConnectAsync(options.Value.Host, options.Value.Port, OptionsOf(options.Value.Security), cancellationToken);
            if (options.Value.UserName.Length > 0) await client.AuthenticateAsync(options.Value.UserName, options.Value.Password, cancellationToken);
            isHandedOver = true;
            await client.SendAsync(message, cancellationToken);
            isHandedOver = false;
            await client.DisconnectAsync(quit: false, cancellationToken);
        }
        catch (SmtpCommandException exception)
        {
            // The server said no, so it has not got it.
            throw new SendingFailedException($"smtp-{(int)exception.StatusCode}", false, exception);
        }
        catch (Exception exception) when (exception is AuthenticationException or SslHandshakeException or ServiceNotAuthenticatedException or NotSupportedException)
        {
            throw new SendingFailedException($"smtp-{exception.GetType().Name}", false, exception);
        }
        catch (Exception exception) when (exception is SmtpProtocolException or IOException or SocketException or TimeoutException)
        {
            throw new SendingFailedException($"smtp-{exception.GetType().Name}", isHandedOver, exception);
        }
    }

    private static SecureSocketOptions OptionsOf(MailSecurity security) => security switch
    {
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };
}

/// <summary>Into a folder, for who builds and tries: any program of mail opens the files.</summary>
internal sealed class FolderMailer(IOptions<MailOptions> options) : IMailer
{
    public async Task SendAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(options.Value.Folder);
            await message.WriteToAsync(Path.Combine(options.Value.Folder, $"{Guid.CreateVersion7()}.eml"), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SendingFailedException("folder", false, exception);
        }
    }
}
