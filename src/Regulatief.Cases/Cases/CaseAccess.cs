using Regulatief.Cases.Accounts;

namespace Regulatief.Cases.Cases;

/// <summary>What somebody is given or denied in one case, beside what follows from the assignments: for a while, and with a reason.</summary>
public sealed class CaseAccess
{
    /// <summary>How long emergency access lasts at most.</summary>
    public static readonly TimeSpan BreakGlassFor = TimeSpan.FromHours(4);

    /// <summary>How long a manager's look lasts at most.</summary>
    public static readonly TimeSpan LookFor = TimeSpan.FromHours(8);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public Case Case { get; init; } = null!;

    /// <summary>Whom it is given to, or denied.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>In which role it holds, of one who has more. Null in each: who knows a client knows them in whatever they do.</summary>
    public required AccountRole? Role { get; init; }

    public required CaseAccessKind Kind { get; init; }

    public required string Reason { get; init; }

    /// <summary>Of emergency access; null for all else.</summary>
    public BreakGlassCategory? Category { get; init; }

    public required Guid GivenById { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>From when it is over by itself, exclusive. Null lasts until somebody ends it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>When somebody ended it; null while nobody did.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public Guid? EndedById { get; private set; }

    /// <summary>The privacy officer's judgement of emergency access; null while it was not judged.</summary>
    public bool? IsJustified { get; private set; }

    public string? ReviewRemarks { get; private set; }

    public Guid? ReviewedById { get; private set; }

    public DateTimeOffset? ReviewedAt { get; private set; }

    public bool LastsAt(DateTimeOffset now) => EndedAt is null && (Until is null || Until > now);

    /// <summary>Ends it before its time. One that is over stays as it ended.</summary>
    public void End(Guid by, DateTimeOffset at)
    {
        if (LastsAt(at)) (EndedAt, EndedById) = (at, by);
    }

    public void Review(bool isJustified, string remarks, Guid by, DateTimeOffset at) =>
        (IsJustified, ReviewRemarks, ReviewedById, ReviewedAt) = (isJustified, remarks, by, at);
}

public enum CaseAccessKind
{
    /// <summary>A colleague looks along, until a day.</summary>
    Share,

    /// <summary>A manager looks into a case, with a reason that its professional is told.</summary>
    Look,

    /// <summary>Emergency access: taken, not given, and reviewed afterwards.</summary>
    BreakGlass,

    /// <summary>This colleague knows the client. It wins over all else.</summary>
    Exclusion,

    /// <summary>On the list of a case that is restricted to a list.</summary>
    Listed,
}

/// <summary>Why somebody takes emergency access.</summary>
public enum BreakGlassCategory
{
    DangerToClient,
    DangerToOthers,

    /// <summary>The police, a crisis service or a judge asks at once.</summary>
    UrgentQuestion,

    /// <summary>Nobody of the case can be reached, and it cannot wait.</summary>
    NobodyReachable,
}
