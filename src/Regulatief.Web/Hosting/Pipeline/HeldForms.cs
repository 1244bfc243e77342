using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Features.Shared.Forms;

namespace Regulatief.Web.Hosting.Pipeline;

/// <summary>Keeps what was typed in a form that came after its log-in had ended, or that asked for more than a log-in, and gives it back to who typed it.</summary>
public sealed class HeldForms(RegulatiefDbContext db, WriteGate gate, IDataProtectionProvider protection, TimeProvider time)
{
    // More than any form of ours; beyond it somebody fills the database.
    private const int MaxLength = 200_000;

    /// <summary>Of one account at a time: who has an ended cookie could fill the database with them.</summary>
    public const int MostOfAnAccount = 20;

    private readonly IDataProtector _protector = protection.CreateProtector("Regulatief.HeldForm");

    /// <param name="evenIfEmpty">Whether a button with nothing typed beside it is kept as well.</param>
    /// <returns>Null for what is not kept: a form with a password in it, without anything typed, too large, or one of too many.</returns>
    public async Task<Guid?> HoldAsync(Guid accountId, string path, IFormCollection form, bool evenIfEmpty, CancellationToken cancellationToken)
    {
        var fields = form.Where(field => field.Key != "__RequestVerificationToken").SelectMany(field => field.Value.Select(value => new HeldField(field.Key, value ?? ""))).ToList();
        // Two slashes would name another site, to which the page would send what was typed.
        var isOfThisSite = path is ['/', not ('/' or '\\'), ..];
        if (!isOfThisSite || path.Length > HeldForm.MaxPath || (!evenIfEmpty && fields.TrueForAll(f => f.Name == PostFormTagHelper.IdempotencyField))
            || fields.Exists(f => f.Name.Contains("password", StringComparison.OrdinalIgnoreCase))) return null;
        var written = JsonSerializer.Serialize(fields);
        if (written.Length > MaxLength || !await db.Accounts.AnyAsync(a => a.Id == accountId && a.IsActive, cancellationToken)) return null;

        using var passage = await gate.EnterAsync(cancellationToken);
        if (await db.HeldForms.CountAsync(h => h.AccountId == accountId, cancellationToken) >= MostOfAnAccount) return null;
        var held = new HeldForm { AccountId = accountId, Path = path, Fields = _protector.Protect(written), At = time.GetUtcNow() };
        db.HeldForms.Add(held);
        await db.SaveChangesAsync(cancellationToken);
        return held.Id;
    }

    public IReadOnlyList<HeldField> FieldsOf(HeldForm held) => JsonSerializer.Deserialize<List<HeldField>>(_protector.Unprotect(held.Fields))!;
}

public sealed record HeldField(string Name, string Value);
