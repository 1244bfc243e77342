using System.Text.Json;
using System.Text.Json.Serialization;
using Regulatief.Cases.Accounts;

namespace Regulatief.Cases.Audit;

/// <summary>An audit row as it leaves the product, a line of JSON: in an export, and to the place where an organisation watches over its systems.</summary>
/// <param name="ActorId">Null for the system.</param>
public sealed record AuditRecord(
    Guid Id, DateTimeOffset At, Guid? ActorId, AccountRole? Role, string? Address, AuditKind Kind, string Action, Guid? CaseId, string? SubjectType, Guid? SubjectId, string? Detail)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static AuditRecord Of(AuditEntry entry) => new(
        entry.Id, entry.At, entry.ActorId == Guid.Empty ? null : entry.ActorId, entry.ActorRole, entry.Address, entry.Kind, entry.Action, entry.CaseId?.Value, entry.SubjectType, entry.SubjectId,
        entry.Detail);

    /// <summary>With its line break.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, Json) + "\n";
}
