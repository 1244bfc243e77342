using System.Buffers.Text;
using System.Security.Cryptography;

namespace Regulatief.Web.Hosting.Options;

/// <summary>Keys of push, as browsers and push services write them: on P-256, base64url.</summary>
internal static class PushKey
{
    private const int PointLength = 65;

    public static bool ArePair(string publicKey, string privateKey) => PointOf(publicKey) is { } point && Decoded(privateKey) is { } secret && IsPair(point, secret);

    /// <summary>A point of P-256, uncompressed, as browsers give theirs.</summary>
    /// <returns>Null when it is none.</returns>
    public static ECPoint? PointOf(string? key)
    {
        if (Decoded(key) is not [4, ..] bytes || bytes.Length != PointLength) return null;
        var point = new ECPoint { X = bytes[1..33], Y = bytes[33..] };
        try
        {
            using var _ = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
            return point;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <returns>Null when it is no base64url.</returns>
    public static byte[]? Decoded(string? text) => text is not null && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;

    private static bool IsPair(ECPoint point, byte[] secret)
    {
        try
        {
            using var _ = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point, D = secret });
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
