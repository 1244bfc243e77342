using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Audit;

/// <summary>Who did, saw, shared or was refused what. Append-only; ids, choices and dates, no content.</summary>
public sealed class AuditEntry
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required DateTimeOffset At { get; init; }

    /// <summary>Empty for the system.</summary>
    public required Guid ActorId { get; init; }

    public AccountRole? ActorRole { get; init; }

    public required AuditKind Kind { get; init; }

    /// <summary>What was done: the command's or query's name.</summary>
    public required string Action { get; init; }

    public CaseId? CaseId { get; init; }

    public string? SubjectType { get; init; }

    public Guid? SubjectId { get; init; }

    /// <summary>A code, a choice or ids; null when the columns say all.</summary>
    public string? Detail { get; init; }
}

public enum AuditKind
{
    Read,
    Change,
    Sharing,
    Refusal,
    SignIn,
}
