namespace Regulatief.Cases.Retention;

/// <summary>What is kept for a term of its own.</summary>
public enum RetentionKind
{
    /// <summary>All that is kept of a case: its end is the end of the others too.</summary>
    CaseFile,

    /// <summary>Risk signals that were passed on, with who was told of them.</summary>
    RiskSignals,

    /// <summary>What a volunteer wrote for themselves: notes on activities, and signals that were never passed on.</summary>
    VolunteerNotes,

    /// <summary>Who did and saw what. It holds ids and choices, and this program never removes a row of it.</summary>
    AuditLog,
}

/// <summary>From when a term counts. It never ends before the case was closed.</summary>
public enum RetentionMoment
{
    Closure,

    /// <summary>The end of the last pairing; the closure where there was none.</summary>
    EndOfPairing,

    /// <summary>The end of the last agreement; the closure where there was none.</summary>
    EndOfAgreement,
}

/// <summary>How long one kind is kept, and why.</summary>
public sealed record RetentionTerm
{
    /// <summary>A hundred years: nothing is kept for ever.</summary>
    public const int MostMonths = 1200;

    public int Months { get; init; }

    /// <summary>Without meaning for the audit log, whose rows count from when they were written.</summary>
    public RetentionMoment From { get; init; }

    /// <summary>The law or the rule that asks for it, as it is shown.</summary>
    public string Source { get; init; } = "";
}

/// <summary>The terms of a service, and those of its projects that differ.</summary>
/// <param name="byProject">By the project's name, which is how a service writes it down; a kind that a project does not name has the service's term.</param>
public sealed class RetentionSchedule(IReadOnlyDictionary<RetentionKind, RetentionTerm> terms, IReadOnlyDictionary<string, IReadOnlyDictionary<RetentionKind, RetentionTerm>> byProject)
{
    /// <summary>What ends with a case, the narrowest last. The audit log is no part of one.</summary>
    public static readonly IReadOnlyList<RetentionKind> OfCases = [RetentionKind.CaseFile, RetentionKind.RiskSignals, RetentionKind.VolunteerNotes];

    public RetentionTerm Of(RetentionKind kind, string project) => OwnOf(kind, project) ?? terms[kind];

    /// <summary>Null where the project has the service's term.</summary>
    public RetentionTerm? OwnOf(RetentionKind kind, string project) => byProject.GetValueOrDefault(project)?.GetValueOrDefault(kind);

    public RetentionTerm Of(RetentionKind kind) => terms[kind];
}
