using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Web.Hosting.StartUp;

/// <summary>The code with which the first administrator is made: in a file beside the keys that the program's account alone can read, the same for all nodes, until there is one.</summary>
public sealed class FirstAdministrator(KeyFolder keys)
{
    private string? _code;

    public bool IsAwaited => _code is not null;

    private string CodeFile => Path.Combine(keys.Path, "first-administrator.txt");

    /// <returns>The file that holds the code; null when there is an administrator.</returns>
    public async Task<string?> AwaitAsync(RegulatiefDbContext db, CancellationToken cancellationToken)
    {
        if (await db.Accounts.AnyAsync(a => a.Roles.Any(r => r.Role == AccountRole.Administrator), cancellationToken))
        {
            Spend();
            return null;
        }

        _code = await WriteAsync(cancellationToken) ?? (await File.ReadAllTextAsync(CodeFile, cancellationToken)).Trim();
        return CodeFile;
    }

    public bool Accepts(string code) =>
        _code is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code.Trim()), Encoding.UTF8.GetBytes(_code));

    public void Spend()
    {
        _code = null;
        File.Delete(CodeFile);
    }

    /// <returns>Null when the file is there already, from an earlier start or of another node.</returns>
    private async Task<string?> WriteAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(keys.Path);
        if (File.Exists(CodeFile)) return null;

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var code = RandomNumberGenerator.GetHexString(32, lowercase: true);
        await using var file = new StreamWriter(CodeFile, options);
        await file.WriteLineAsync(code.AsMemory(), cancellationToken);
        return code;
    }
}
