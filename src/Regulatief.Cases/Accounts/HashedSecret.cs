using System.Security.Cryptography;
using System.Text;

namespace Regulatief.Cases.Accounts;

/// <summary>What somebody shows to be let in, of which only the hash is kept. Made at random and long: a fast hash is enough.</summary>
public static class HashedSecret
{
    /// <returns>As hexadecimal digits, two for each byte.</returns>
    public static string Make(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));

    /// <summary>SHA-256, as hexadecimal digits.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
