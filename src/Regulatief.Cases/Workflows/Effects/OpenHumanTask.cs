using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
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

    /// <summary>The last day of the term, when it is opened today.</summary>
    public DateOnly DueOn(DateOnly today) => WorkingDays.Add(From ?? today, Term.WorkingDays);

    public override Task ApplyAsync(EffectScope scope, CancellationToken cancellationToken)
    {
        Open(scope, scope.Instance.RiskSignalId?.Value);
        return Task.CompletedTask;
    }

    internal void Open(EffectScope scope, Guid? subjectId)
    {
        var task = new HumanTask
        {
            CaseId = scope.Case.Id,
            InstanceId = scope.Instance.Id,
            BookmarkId = Bookmark.Id,
            ActivityId = Bookmark.ActivityId,
            Kind = Kind,
            Title = Title,
            Role = Role,
            SubjectId = subjectId,
            RiskSignalId = scope.Instance.RiskSignalId,
            Outcomes = [.. Outcomes],
            FormJson = FormJson,
            OpenedAt = scope.Now,
            DueOn = DueOn(scope.Today),
        };
        scope.Db.HumanTasks.Add(task);
        scope.Db.DueWork.AddRange(Term.PromisesFor(task, scope.Now));
    }
}
