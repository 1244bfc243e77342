using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;
using Regulatief.Engine.Instances;

namespace Regulatief.Cases.Workflows.Effects;

/// <summary>Opens work for a person, with its term, its reminder and its escalation.</summary>
public sealed record OpenHumanTask(Bookmark Bookmark, HumanTaskKind Kind, string Title, AccountRole Role, Term Term, IReadOnlyList<string> Outcomes)
    : CaseEffect
{
    /// <summary>The designer's fields, as JSON; null for steps that have their own form.</summary>
    public string? FormJson { get; init; }

    /// <summary>The day the term is counted from; null for today.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day of the term, when it is opened today. What is due the same day is so on a weekend too: danger knows none.</summary>
    public DateOnly DueOn(DateOnly today, WorkingCalendar calendar) => Term.WorkingDays == 0 ? From ?? today : calendar.For(Kind).Add(From ?? today, Term.WorkingDays);

    internal override void Plan(EffectScope scope)
    {
        if (scope.IsWaiting(Bookmark)) Open(scope, scope.Instance.Signal?.Id.Value);
    }

    internal void Open(EffectScope scope, Guid? subjectId) => scope.Draft.Open(
        new HumanTask
        {
            Id = HumanTaskId.From(scope.Draft.NextId()),
            CaseId = scope.CaseId,
            InstanceId = scope.Instance.Id,
            BookmarkId = Bookmark.Id,
            ActivityId = Bookmark.ActivityId,
            Kind = Kind,
            Title = Title,
            Role = Role,
            SubjectId = subjectId,
            RiskSignalId = scope.Instance.Signal?.Id,
            Outcomes = [.. Outcomes],
            FormJson = FormJson,
            OpenedAt = scope.Now,
            DueOn = DueOn(scope.Today, scope.Calendar),
        },
        Term);
}
