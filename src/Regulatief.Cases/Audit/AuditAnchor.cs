using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Regulatief.Cases.Audit;

/// <summary>The end of the chain at an instant, signed, as it lies outside the database.</summary>
/// <param name="Hash">Hexadecimal, lower case.</param>
/// <param name="Restored">Null in an ordinary anchor.</param>
/// <param name="KeyId">Which key signed it.</param>
public sealed record AuditAnchor(long Sequence, string Hash, DateTimeOffset At, AcceptedRestore? Restored, string KeyId, string Signature)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>So that names in the order of the alphabet are in the order of the chain.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"{Sequence:D12}-{At.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}.json");

    /// <summary>What is signed.</summary>
    internal byte[] Text => Encoding.UTF8.GetBytes(string.Join('\n', "Regulatief.AuditAnchor.1", Sequence.ToString(CultureInfo.InvariantCulture), Hash, At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), Restored?.From.ToString(CultureInfo.InvariantCulture), Restored?.Reason));

    /// <summary>Whether a seal's hash is the one that was anchored.</summary>
    public bool Holds(byte[] hash) => Convert.ToHexStringLower(hash) == Hash;

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <returns>Null when it is none.</returns>
    public static AuditAnchor? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<AuditAnchor>(json, Json) is { Hash: not null, KeyId: not null, Signature: not null } anchor ? anchor : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>That a backup was restored: anchors that were made before this one, of this sequence and on, are of rows that are lost.</summary>
public sealed record AcceptedRestore(long From, string Reason);

/// <summary>A file of keys that cannot be used; the message says why, without its path.</summary>
public sealed class UnusableKeyException(Exception cause) : Exception(cause.Message, cause);

/// <summary>The keys of the anchors: the first of a file signs, the others signed before it. ECDSA on P-256 with SHA-256.</summary>
public sealed class AnchorKeys : IDisposable
{
    private const string P256 = "1.2.840.10045.3.1.7";

    private readonly Dictionary<string, ECDsa> _byId;
    private readonly string _signs;

    private AnchorKeys(List<ECDsa> keys, bool canSign)
    {
        _byId = keys.DistinctBy(IdOf).ToDictionary(IdOf);
        (_signs, CanSign) = (IdOf(keys[0]), canSign);
    }

    /// <summary>A public key alone can verify, which is enough where anchors are only read.</summary>
    public bool CanSign { get; }

    /// <param name="pem">One key or more, each in PEM.</param>
    /// <exception cref="CryptographicException">It holds no key, or another kind of key.</exception>
    public static AnchorKeys Parse(string pem)
    {
        var (keys, canSign) = (new List<ECDsa>(), false);
        for (var rest = pem.AsSpan(); PemEncoding.TryFind(rest, out var found); rest = rest[found.Location.End..])
        {
            var label = rest[found.Label];
            if (!label.EndsWith(" KEY", StringComparison.Ordinal)) continue;
            var key = ECDsa.Create();
            key.ImportFromPem(rest[found.Location]);
            if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value != P256) throw new CryptographicException("The curve is another one than P-256.");
            if (keys.Count == 0) canSign = label.EndsWith("PRIVATE KEY", StringComparison.Ordinal);
            keys.Add(key);
        }

        return keys.Count > 0 ? new AnchorKeys(keys, canSign) : throw new CryptographicException("There is no key in it.");
    }

    /// <exception cref="UnusableKeyException">The file cannot be read, or <see cref="Parse"/> refuses what it holds.</exception>
    public static AnchorKeys In(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new UnusableKeyException(exception);
        }
    }

    /// <summary>A fresh private key.</summary>
    public static string MakePem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <param name="restored">See <see cref="AuditAnchor.Restored"/>.</param>
    public AuditAnchor Sign(AuditSeal head, DateTimeOffset at, AcceptedRestore? restored = null)
    {
        var unsigned = new AuditAnchor(head.Sequence, Convert.ToHexStringLower(head.Hash), at, restored, _signs, "");
        return unsigned with { Signature = Convert.ToBase64String(_byId[_signs].SignData(unsigned.Text, HashAlgorithmName.SHA256)) };
    }

    /// <summary>Of a file that leaves the product; in the form that other programs expect (DER).</summary>
    public FileSignature SignFile(byte[] content) => new(_signs, Convert.ToBase64String(_byId[_signs].SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)));

    public bool Signed(AuditAnchor anchor)
    {
        var signature = new byte[256];
        return _byId.TryGetValue(anchor.KeyId, out var key) && Convert.TryFromBase64String(anchor.Signature, signature, out var length)
            && key.VerifyData(anchor.Text, signature.AsSpan(0, length), HashAlgorithmName.SHA256);
    }

    public void Dispose()
    {
        foreach (var key in _byId.Values) key.Dispose();
    }

    private static string IdOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo())[..8]);
}

/// <param name="Signature">Base64.</param>
public sealed record FileSignature(string KeyId, string Signature);

/// <summary>A folder where anchors are written once, a file each, and read by whoever verifies.</summary>
public sealed class AnchorFolder(string path)
{
    private const UnixFileMode ForReading = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public string Path => path;

    /// <exception cref="IOException">It cannot be written, or such a file is there already.</exception>
    public async Task WriteAsync(AuditAnchor anchor, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.WriteThrough };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = ForReading;
        await using var file = new FileStream(System.IO.Path.Combine(path, anchor.FileName), options);
        await file.WriteAsync(Encoding.UTF8.GetBytes(anchor.ToJson()), cancellationToken);
        file.Flush(flushToDisk: true);
    }

    /// <summary>The one that was made last, of those that were signed here; null when there is none. Reads names, and few files.</summary>
    public AuditAnchor? Last(AnchorKeys keys) => Files().OrderByDescending(InstantIn, StringComparer.Ordinal).Select(Parse).FirstOrDefault(anchor => anchor is not null && keys.Signed(anchor));

    /// <param name="keys">Null when none is known: then no anchor can be trusted.</param>
    public ReadAnchors Read(AnchorKeys? keys)
    {
        var (trusted, untrusted, unreadable) = (new List<AuditAnchor>(), 0, 0);
        foreach (var file in Files().Order(StringComparer.Ordinal))
        {
            if (Parse(file) is not { } anchor) unreadable++;
            else if (keys?.Signed(anchor) == true) trusted.Add(anchor);
            else untrusted++;
        }

        return new ReadAnchors(trusted, untrusted, unreadable);
    }

    private static string InstantIn(string file) => System.IO.Path.GetFileName(file).Split('-')[^1];

    private IEnumerable<string> Files() => Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.json") : [];

    private static AuditAnchor? Parse(string file) => AuditAnchor.Parse(File.ReadAllText(file));
}

/// <param name="Trusted">Signed with a key that is known.</param>
/// <param name="Untrusted">How many were signed otherwise.</param>
/// <param name="Unreadable">How many files were not written whole, as when the power went.</param>
public sealed record ReadAnchors(IReadOnlyList<AuditAnchor> Trusted, int Untrusted, int Unreadable)
{
    /// <summary>The restore that was accepted last; null when none was.</summary>
    public AuditAnchor? Restored => Trusted.Where(a => a.Restored is not null).MaxBy(a => a.At);

    /// <summary>Those that the chain must agree with, in its order: without those of rows that were lost in a restore that was accepted.</summary>
    public IReadOnlyList<AuditAnchor> Standing
    {
        get
        {
            var restores = Trusted.Where(a => a.Restored is not null).ToList();
            return [.. Trusted.Where(a => !restores.Exists(r => a.At < r.At && a.Sequence >= r.Restored!.From)).OrderBy(a => a.Sequence).ThenBy(a => a.At)];
        }
    }
}

/// <summary>Where this process anchors the chain, and with which keys.</summary>
/// <param name="Folder">Null for none.</param>
/// <param name="Address">Where anchors are put over HTTP, and cannot be read again; null for none.</param>
/// <param name="Keys">Null for none.</param>
public sealed record AnchorPlace(AnchorFolder? Folder, Uri? Address, AnchorKeys? Keys)
{
    /// <summary>Why nothing can be anchored; null when it can.</summary>
    public string? Problem => this switch
    {
        { Keys: not { CanSign: true } } => "The audit log is not anchored: Audit:SigningKeyFile names no private key.",
        { Folder: null, Address: null } => "The audit log is not anchored: neither Audit:AnchorFolder nor Audit:AnchorUrl is set.",
        _ => null,
    };

    /// <summary>Null when there is no folder to read from.</summary>
    public ReadAnchors? Read() => Folder?.Read(Keys);
}
