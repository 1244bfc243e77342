using Regulatief.Cases.Accounts;

namespace Regulatief.Cases.Cases;

/// <summary>That a case passes for good to another professional (overdracht), with what the successor has to know.</summary>
/// <remarks>It passes on its first day or when it is accepted, whichever comes last: nobody leads a case without having said yes.</remarks>
public sealed class CaseHandover
{
    public const int MaxText = Bounds.Text;
    public const int MaxReason = 500;
    public const int MostMonthsAhead = 6;

    /// <summary>As many as can be asked at once.</summary>
    public const int MostCases = 200;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public Case Case { get; init; } = null!;

    public required Guid FromId { get; init; }

    public required Guid ToId { get; init; }

    /// <summary>The professional, or who steers the case for them.</summary>
    public required Guid AskedById { get; init; }

    public required AccountRole AskedByRole { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The successor's first day, Europe/Amsterdam.</summary>
    public required DateOnly StartsOn { get; init; }

    /// <summary>Null when there is nothing to say that the case does not say itself.</summary>
    public string? Text { get; init; }

    public HandoverStatus Status { get; private set; } = HandoverStatus.Asked;

    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>Why the successor declined; null unless they did.</summary>
    public string? DeclineReason { get; private set; }

    /// <summary>When it was carried out, or came to nothing.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public bool IsPending => Status is HandoverStatus.Asked or HandoverStatus.Accepted;

    public bool IsPutTo(Actor actor) => actor.Role == AccountRole.ProbationOfficer && ToId == actor.AccountId;

    /// <exception cref="CaseRuleException"><c>handover-put-to-another</c>.</exception>
    public void RefuseUnlessPutTo(Actor actor)
    {
        if (!IsPutTo(actor)) throw new CaseRuleException("handover-put-to-another", Case.Number);
    }

    /// <exception cref="CaseRuleException"><c>handover-over</c>.</exception>
    public void Accept(DateTimeOffset at)
    {
        if (Status != HandoverStatus.Asked) throw new CaseRuleException("handover-over", Case.Number);
        (Status, AnsweredAt) = (HandoverStatus.Accepted, at);
    }

    /// <summary>Also after it was accepted, while the case did not pass.</summary>
    public void Decline(string reason, DateTimeOffset at)
    {
        End(HandoverStatus.Declined, at);
        (AnsweredAt, DeclineReason) = (at, reason);
    }

    /// <exception cref="CaseRuleException"><c>handover-over</c>.</exception>
    public void End(HandoverStatus how, DateTimeOffset at)
    {
        if (!IsPending) throw new CaseRuleException("handover-over", Case.Number);
        (Status, EndedAt) = (how, at);
    }
}

public enum HandoverStatus
{
    /// <summary>The successor did not answer yet.</summary>
    Asked,

    /// <summary>It passes on its day.</summary>
    Accepted,

    /// <summary>The case passed.</summary>
    Done,
    Declined,
    Withdrawn,

    /// <summary>It could not be any more: the case was closed or got another professional, or the successor can no longer have it.</summary>
    Lapsed,
}
