using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using MimeKit;
using SmtpServer;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Regulatief.Tests.Testing;

/// <summary>A server that takes mail by SMTP, or refuses it or is slow when a test says so.</summary>
public sealed class Mailbox : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<MimeMessage> _taken = new();

    /// <param name="port">Null for one that is free.</param>
    public Mailbox(int? port = null)
    {
        Port = port ?? FreePort();
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add(new Store(this));
        var server = new SmtpServer.SmtpServer(new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(at => at.Endpoint(new IPEndPoint(IPAddress.Loopback, Port))).Build(), services);
        // Beside the test, whose thread it would wait for.
        _ = Task.Run(() => server.StartAsync(_end.Token));
    }

    public int Port { get; }

    public bool Refuses { get; set; }

    /// <summary>What happens between its taking a mail and its saying so.</summary>
    public Func<Task>? BeforeAnswer { get; set; }

    public IReadOnlyList<MimeMessage> Taken => [.. _taken];

    public void Clear() => _taken.Clear();

    /// <summary>One on which nobody listens.</summary>
    public static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        // Once: a host is told of its end twice.
        if (!_end.IsCancellationRequested) _end.Cancel();
    }

    /// <remarks>Of its own, since the server disposes what it keeps mails in after each session.</remarks>
    private sealed class Store(Mailbox mailbox) : IMessageStore
    {
        public async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            if (mailbox.Refuses) return SmtpResponse.MailboxUnavailable;
            using var stream = new MemoryStream(buffer.ToArray());
            mailbox._taken.Enqueue(await MimeMessage.LoadAsync(stream, cancellationToken));
            if (mailbox.BeforeAnswer is { } before) await before();
            return SmtpResponse.Ok;
        }
    }
}

/// <summary>The product with a server that takes its mail.</summary>
public sealed class MailHost : SqliteHost
{
    public const string Site = "https://regulatief.test";

    public Mailbox Mailbox { get; } = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Mailbox.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseMailbox(Mailbox.Port);
    }
}

/// <summary>The product with its mail going to a port, on a database that other hosts may use too.</summary>
/// <param name="beside">Another node of the same product, whose keys it uses; null for the only one.</param>
public sealed class PostedHost(TestDatabase database, int port, PostedHost? beside = null) : RegulatiefHost(database)
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseMailbox(port);
        if (beside is not null) builder.UseSetting("Keys:Path", beside.KeyFolder);
    }
}

public static class MailboxSettings
{
    /// <summary>Sends the product's mail to this port.</summary>
    public static IWebHostBuilder UseMailbox(this IWebHostBuilder builder, int port) =>
        builder.UseSetting("Mail:Host", "127.0.0.1").UseSetting("Mail:Port", $"{port}").UseSetting("Mail:Security", "None")
            .UseSetting("Mail:From", "Regulatief <niet-antwoorden@regulatief.test>").UseSetting("Mail:Site", MailHost.Site);
}
