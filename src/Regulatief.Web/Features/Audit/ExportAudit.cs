using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Audit;

/// <summary>Rows of the log as a file of JSON lines, the oldest first; its last line tells how many there are and is the signature over all before it.</summary>
/// <exception cref="CaseRuleException"><c>export-too-large</c>: more than <see cref="ExportAuditHandler.MostRows"/> rows.</exception>
public sealed record ExportAuditQuery(AuditFilter Filter) : IClientQuery<AuditExport>, IStepsUp
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<AuditEntry>();
}

public sealed record AuditExport(byte[] Content, string FileName);

internal sealed class ExportAuditHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, AnchorPlace place, TimeProvider time) : IRequestHandler<ExportAuditQuery, AuditExport>
{
    public const int MostRows = 50_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public async Task<AuditExport> Handle(ExportAuditQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.PrivacyOfficer);
        var found = await query.Filter.InAsync(db, actor, cancellationToken);
        if (await found.Take(MostRows + 1).CountAsync(cancellationToken) > MostRows) throw new CaseRuleException("export-too-large", MostRows);

        var lines = new StringBuilder();
        var rows = 0;
        await foreach (var entry in found.OrderBy(e => e.At).ThenBy(e => e.Id).AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            lines.Append(AuditRecord.Of(entry).ToLine());
            rows++;
        }

        await reads.RecordAsync(actor, nameof(ExportAuditQuery), null, nameof(AuditEntry), null, cancellationToken);
        var content = Encoding.UTF8.GetBytes(lines.ToString());
        var signed = place.Keys is { CanSign: true } keys ? keys.SignFile(content) : null;
        var end = JsonSerializer.SerializeToUtf8Bytes(new { Rows = rows, Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)), signed?.KeyId, signed?.Signature }, Json);
        return new AuditExport([.. content, .. end, (byte)'\n'], $"inzage-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}.jsonl");
    }
}
