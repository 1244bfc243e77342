using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Regulatief.Tests.Testing;

/// <summary>What came in over HTTP.</summary>
public sealed record Posted(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;
}

/// <summary>A gateway for texts and a push service, on a port of this machine; takes, refuses or hangs up as a test says.</summary>
public sealed class OutsidePosts : IDisposable
{
    private readonly ConcurrentQueue<Posted> _taken = new();
    private readonly WebApplication _app;

    public OutsidePosts()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(TakeAsync);
        _app.Start();
        Address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public Uri Address { get; }

    /// <summary>What it answers; null hangs up.</summary>
    public HttpStatusCode? Answer { get; set; } = HttpStatusCode.Created;

    /// <summary>Of what it answered that it took it.</summary>
    public IReadOnlyList<Posted> Taken => [.. _taken];

    public int Asked { get; private set; }

    public void Clear() => (Answer, Asked) = (HttpStatusCode.Created, Drop());

    public void Dispose() => _app.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private int Drop()
    {
        _taken.Clear();
        return 0;
    }

    private async Task TakeAsync(HttpContext context)
    {
        Asked++;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (Answer is not { } answer)
        {
            context.Abort();
            return;
        }

        if ((int)answer < 300) _taken.Enqueue(new Posted(context.Request.Path, context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
        context.Response.StatusCode = (int)answer;
    }
}

/// <summary>A browser that can be reached by push: it has the keys with which it reads what comes.</summary>
public sealed class PushBrowser(Uri service) : IDisposable
{
    private readonly ECDiffieHellman _key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _auth = RandomNumberGenerator.GetBytes(16);

    public string Endpoint { get; } = new Uri(service, $"/push/{Guid.NewGuid():N}").AbsoluteUri;

    public string P256dh => System.Buffers.Text.Base64Url.EncodeToString(Public(_key.ExportParameters(false)));

    public string Auth => System.Buffers.Text.Base64Url.EncodeToString(_auth);

    public void Dispose() => _key.Dispose();

    /// <summary>As RFC 8291 has it, in the encoding of RFC 8188.</summary>
    public string Read(byte[] body)
    {
        var (salt, sender, told) = (body[..16], body[21..86], body[86..]);
        using var other = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = sender[1..33], Y = sender[33..] } });
        var shared = _key.DeriveRawSecretAgreement(other.PublicKey);
        var secret = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, _auth, [.. "WebPush: info\0"u8, .. Public(_key.ExportParameters(false)), .. sender]);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 16, salt, [.. "Content-Encoding: aes128gcm\0"u8]);
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 12, salt, [.. "Content-Encoding: nonce\0"u8]);
        using var cipher = new AesGcm(key, 16);
        var plain = new byte[told.Length - 16];
        cipher.Decrypt(nonce, told[..^16], told[^16..], plain);
        return Encoding.UTF8.GetString(plain[..Array.LastIndexOf(plain, (byte)2)]);
    }

    private static byte[] Public(ECParameters key) => [4, .. key.Q.X!, .. key.Q.Y!];
}

/// <summary>The product with a gateway for texts and a push service.</summary>
public sealed class ChannelHost : SqliteHost
{
    public const string Secret = "Bearer a secret of these tests";

    public OutsidePosts Outside { get; } = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Outside.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Mail:Site", MailHost.Site).UseSetting("Sms:Url", new Uri(Outside.Address, "/sms").AbsoluteUri).UseSetting("Sms:Secret", Secret)
            .UseSetting("Push:Contact", "mailto:beheer@regulatief.test").UseSetting("Push:Services", "127.0.0.1, push.example");
    }
}
