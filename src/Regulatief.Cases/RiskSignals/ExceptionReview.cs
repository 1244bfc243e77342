using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.RiskSignals;

/// <summary>The privacy officer's judgement of one sharing under acute danger or a legal duty. A later one takes its place.</summary>
public sealed class ExceptionReview
{
    public const string Justified = "Justified";
    public const string NotJustified = "NotJustified";

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public required Guid DisclosureId { get; init; }

    public Disclosure Disclosure { get; init; } = null!;

    public required bool IsJustified { get; init; }

    public required string Remarks { get; init; }

    /// <summary>Whether the client may see it from now on.</summary>
    public required bool IsReleased { get; init; }

    /// <summary>Why it is released, or not yet.</summary>
    public required string ReleaseReason { get; init; }

    /// <summary>When keeping it from the client is weighed again; null once released.</summary>
    public DateOnly? ReconsiderOn { get; init; }

    public required Guid ReviewedById { get; init; }

    public required DateTimeOffset ReviewedAt { get; init; }

    /// <summary>The task of judging a sharing; no workflow waits for it.</summary>
    /// <param name="dueOn">The last day.</param>
    public static HumanTask TaskFor(Disclosure disclosure, string title, DateOnly dueOn, DateTimeOffset now) => new()
    {
        CaseId = disclosure.CaseId,
        Kind = HumanTaskKind.ExceptionReview,
        Title = title,
        Role = AccountRole.PrivacyOfficer,
        SubjectId = disclosure.Id,
        Outcomes = [Justified, NotJustified],
        OpenedAt = now,
        DueOn = dueOn,
    };

    /// <summary>A first review is done within this term: reminded, never escalated to those whose sharing it judges.</summary>
    public static readonly Term Term = new(5, EscalateAfter: null);

    public static DateOnly DueAfter(DateTimeOffset sharedAt) => WorkingCalendar.OfLaw.Add(LegalTime.DateOf(sharedAt), Term.WorkingDays);
}
