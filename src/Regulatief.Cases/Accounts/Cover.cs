using Regulatief.Cases.Cases;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Accounts;

/// <summary>That somebody is away for a while, with the colleague of the same role who does their work (waarneming): tasks, meetings, notices and escalations. Or without one: then it waits for them.</summary>
public sealed class Cover
{
    /// <summary>Those whose work can be covered for. Privacy officers and administrators share theirs as it is.</summary>
    public static readonly IReadOnlyList<AccountRole> Roles = NeedToKnow.Staff;

    /// <summary>As far ahead as it can begin or end.</summary>
    public const int MostMonthsAhead = 12;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid AbsentId { get; init; }

    /// <summary>Null while nobody covers.</summary>
    public Guid? CoveredById { get; init; }

    /// <summary>Whose work: of an absent one who has another role too, that goes on as it is.</summary>
    public required AccountRole Role { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>The last day, inclusive.</summary>
    public required DateOnly Until { get; init; }

    /// <summary>When somebody ended it before its time, at once; null while nobody did.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Whether it lasts, or lasted, at this instant.</summary>
    public bool LastsAt(DateTimeOffset at) => LegalTime.DateOf(at) is var day && From <= day && Until >= day && (EndedAt is null || at < EndedAt);

    /// <exception cref="CaseRuleException"><c>cover-over</c>: it ended already.</exception>
    public void End(DateTimeOffset at, DateOnly today)
    {
        if (EndedAt is not null || Until < today) throw new CaseRuleException("cover-over");
        EndedAt = at;
    }
}
