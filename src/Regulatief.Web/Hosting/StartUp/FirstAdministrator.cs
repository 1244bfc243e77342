using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;

namespace Regulatief.Web.Hosting.StartUp;

/// <summary>The code with which the first administrator is made. Kept in memory alone: a restart prints another, until there is one.</summary>
public sealed class FirstAdministrator
{
    private string? _code;

    public bool IsAwaited => _code is not null;

    /// <returns>The code to print; null when there is an administrator.</returns>
    public async Task<string?> AwaitAsync(RegulatiefDbContext db, CancellationToken cancellationToken)
    {
        if (await db.Accounts.AnyAsync(a => a.Role == AccountRole.Administrator, cancellationToken)) return null;
        return _code = RandomNumberGenerator.GetHexString(32, lowercase: true);
    }

    public bool Accepts(string code) =>
        _code is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code.Trim()), Encoding.UTF8.GetBytes(_code));

    public void Spend() => _code = null;
}
