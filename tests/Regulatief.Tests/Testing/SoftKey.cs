using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Regulatief.Tests.Testing;

/// <summary>A passkey without a browser: makes and signs what a page asks, as WebAuthn says, or otherwise where a test wants it.</summary>
public sealed class SoftKey(string origin = "https://localhost") : IDisposable
{
    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;
    private const byte HasCredential = 0x40;

    private static readonly string[] Transports = ["internal"];

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(32);
    private string? _userHandle;
    private uint _count;

    /// <summary>Whether it asks its owner for a finger or a code.</summary>
    public bool Verifies { get; init; } = true;

    /// <summary>Adds it on the page of second factors, as its owner does.</summary>
    public async Task<Page> AddAsync(Browser browser, string name)
    {
        var page = await browser.OpenAsync("/mijn-account/tweede-factor");
        return await SendAsync(browser, page, Make, new() { ["Passkey.Name"] = name });
    }

    /// <summary>Uses it on the page that is open.</summary>
    public Task<Page> UseAsync(Browser browser, Page page) => SendAsync(browser, page, Sign, []);

    /// <summary>What the page's form would send, without sending it.</summary>
    public static async Task<(string Form, JsonNode Options)> AskAsync(Browser browser, Page page)
    {
        var form = page.Find("form.passkey") ?? throw new InvalidOperationException($"{page.Path} ({page.Status}) asks for no passkey: {page.Text}");
        using var content = new FormUrlEncodedContent(form.QuerySelectorAll("input[type=hidden]").Select(i => KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("value") ?? "")));
        var answer = await browser.Http.PostAsync(new Uri(page.Url, form.GetAttribute("data-options")), content, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return ($"form[action='{form.GetAttribute("action")}']", await answer.JsonAsync());
    }

    public string Make(JsonNode options)
    {
        _userHandle = (string?)options["user"]!["id"];
        var client = ClientData("webauthn.create", options);
        var key = _key.ExportParameters(false).Q;
        byte[] cose = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. key.X!, 0x22, 0x58, 0x20, .. key.Y!];
        byte[] data = [.. AuthenticatorData((string)options["rp"]!["id"]!, HasCredential), .. new byte[16], 0, (byte)_id.Length, .. _id, .. cose];
        byte[] attestation = [0xA3, .. Text("fmt"), .. Text("none"), .. Text("attStmt"), 0xA0, .. Text("authData"), 0x58, (byte)data.Length, .. data];
        return Credential(new { clientDataJSON = Base64Url.EncodeToString(client), attestationObject = Base64Url.EncodeToString(attestation), transports = Transports });
    }

    public string Sign(JsonNode options)
    {
        var client = ClientData("webauthn.get", options);
        var data = AuthenticatorData((string)options["rpId"]!, 0);
        var signature = _key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Credential(new
        {
            clientDataJSON = Base64Url.EncodeToString(client),
            authenticatorData = Base64Url.EncodeToString(data),
            signature = Base64Url.EncodeToString(signature),
            userHandle = _userHandle,
        });
    }

    public void Dispose() => _key.Dispose();

    private static async Task<Page> SendAsync(Browser browser, Page page, Func<JsonNode, string> answer, Dictionary<string, string?> fields)
    {
        var (form, options) = await AskAsync(browser, page);
        return await browser.SubmitAsync(page, new(fields) { ["credential"] = answer(options) }, form);
    }

    private byte[] ClientData(string type, JsonNode options) =>
        JsonSerializer.SerializeToUtf8Bytes(new { type, challenge = (string?)options["challenge"], origin, crossOrigin = false });

    private byte[] AuthenticatorData(string site, byte more)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, ++_count);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(site)), (byte)(UserPresent | (Verifies ? UserVerified : 0) | more), .. count];
    }

    private string Credential(object response)
    {
        var id = Base64Url.EncodeToString(_id);
        return JsonSerializer.Serialize(new { id, rawId = id, type = "public-key", response, clientExtensionResults = new { }, authenticatorAttachment = "platform" });
    }

    private static byte[] Text(string text) => [(byte)(0x60 + text.Length), .. Encoding.ASCII.GetBytes(text)];
}
