namespace Regulatief.Cases.Notices;

/// <summary>That somebody can do without notices of one kind: they are not shown to them.</summary>
public sealed class UnwantedNotice
{
    /// <summary>Which one can do without: what they tell of stands on one's own pages as well. Danger, rights and the own account are always told.</summary>
    public static readonly IReadOnlyList<NoticeKind> Kinds =
        [NoticeKind.TaskReminder, NoticeKind.EvaluationAsked, NoticeKind.CaseStopped, NoticeKind.CoverNamed, NoticeKind.CoverEnded];

    public required Guid AccountId { get; init; }

    public required NoticeKind Kind { get; init; }
}
