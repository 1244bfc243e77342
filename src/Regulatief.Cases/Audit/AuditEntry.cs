using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Audit;

/// <summary>Who did, saw, shared or was refused what. Append-only; ids, choices and dates, no content.</summary>
/// <remarks>Each gets its <see cref="AuditSeal"/> within seconds. A new column is sealed by itself; it must take null, which the rows of before have.</remarks>
public sealed class AuditEntry
{
    private readonly DateTimeOffset _at;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>In whole microseconds, which each kind of database keeps: so a row is the same on all of them, and so is its seal.</summary>
    public required DateTimeOffset At { get => _at; init => _at = value.AddTicks(-(value.Ticks % TimeSpan.TicksPerMicrosecond)); }

    /// <summary>Empty for the system.</summary>
    public required Guid ActorId { get; init; }

    public AccountRole? ActorRole { get; init; }

    /// <summary>Of the network, at most <see cref="Session.MaxAddress"/> characters; null for the system, when it is not known, and in rows of before 0.2.0.</summary>
    public string? Address { get; init; }

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
