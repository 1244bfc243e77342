using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.HumanTasks;

/// <summary>One task with its form, as its people see it.</summary>
/// <exception cref="NotFoundException">No such task, or not theirs.</exception>
public sealed record TaskPageQuery(HumanTaskId TaskId) : IClientQuery<TaskPage>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(TaskId);
}

/// <param name="ClientName">As far as this actor may know it: a volunteer and a client see the first name, a privacy officer none.</param>
/// <param name="AssigneeName">Who works on it; null while nobody took it.</param>
/// <param name="ForCompletion">False when it is done or was cancelled: nothing can be filled in.</param>
public sealed record TaskHeader(
    HumanTaskId Id, HumanTaskKind Kind, string Title, AccountRole Role, DateOnly DueOn, bool IsPaused, string? AssigneeName,
    CaseId CaseId, int CaseNumber, string? ClientName, bool ForCompletion)
{
    /// <summary>Coordinators share their tasks, so they say who takes one; the others' tasks are theirs by the case.</summary>
    public bool CanBeClaimed => ForCompletion && AssigneeName is null && Role is AccountRole.Coordinator;

    /// <summary>Who works on it; null while nobody took it.</summary>
    public Guid? AssigneeId { get; init; }

    /// <summary>They took it or were given it, and may leave it to others again.</summary>
    public bool IsActors { get; init; }

    /// <summary>Whether the reader may give it to a colleague.</summary>
    public bool CanBeAssigned { get; init; }

    /// <summary>Whether its last day can become a later one, given or asked for by the reader.</summary>
    public bool CanBeExtended { get; init; }

    public string Url => $"/taken/{Id}";

    /// <summary>Where one goes on; without a name there is a number to look at, no case.</summary>
    public string CaseUrl => ClientName is null ? $"/inzage?CaseNumber={CaseNumber}" : $"/trajecten/{CaseId}";

    /// <summary>When the reader kept what the form shows now; null when it opens as new.</summary>
    public DateTimeOffset? DraftSavedAt { get; init; }

    /// <summary>The page where a task without a form is done; null when it is done here.</summary>
    public string? ElsewhereUrl { get; init; }
}

/// <summary>The page of a task; the view of its kind knows the types of answers and choices.</summary>
public abstract class TaskPage
{
    public required TaskHeader Header { get; init; }

    /// <summary>What the form shows and lets choose from, as its <see cref="TaskForm.ChoicesAsync"/> gave it.</summary>
    public object? Choices { get; init; }

    public abstract object BoxedAnswers { get; }

    /// <summary>The same page with nothing filled in: what a posted form binds to, so that an answer taken away is not kept.</summary>
    public TaskPage WithoutAnswers() => For(Header with { DraftSavedAt = null }, Activator.CreateInstance(BoxedAnswers.GetType())!, Choices);

    public static TaskPage For(TaskHeader header, object answers, object? choices) =>
        (TaskPage)Activator.CreateInstance(typeof(TaskPage<>).MakeGenericType(answers.GetType()), header, answers, choices)!;
}

public sealed class TaskPage<TAnswers> : TaskPage where TAnswers : class
{
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public TaskPage(TaskHeader header, TAnswers answers, object? choices) => (Header, Answers, Choices) = (header, answers, choices);

    public TAnswers Answers { get; }

    public override object BoxedAnswers => Answers;
}

internal sealed class TaskPageHandler(RegulatiefDbContext db, Actor actor, WorkflowHost workflows, ReadAudit reads, TimeProvider time)
    : IRequestHandler<TaskPageQuery, TaskPage>
{
    public async Task<TaskPage> Handle(TaskPageQuery query, CancellationToken cancellationToken)
    {
        var task = await db.HumanTasks.VisibleTo(actor).GetAsync(query.TaskId, cancellationToken);
        var @case = await db.Cases.ForChange(task.CaseId).GetAsync(task.CaseId, cancellationToken);
        await reads.RecordAsync(actor, nameof(TaskPageQuery), @case.Id, nameof(HumanTask), task.Id.Value, cancellationToken);
        var assignee = task.AssigneeId is { } id ? (await db.NamesForAsync(actor.Role, [id], cancellationToken)).GetValueOrDefault(id) : null;
        var header = new TaskHeader(
            task.Id, task.Kind, task.Title, task.Role, task.DueOn, @case.IsPaused, assignee,
            @case.Id, @case.Number, actor.Role == AccountRole.PrivacyOfficer ? null : @case.Client.NameFor(actor.Role), task.IsOpen)
        {
            AssigneeId = task.AssigneeId,
            IsActors = task.IsOpen && task.AssigneeId == actor.AccountId,
            CanBeExtended = task.IsOpen && !@case.IsPaused && !PromiseRules.IsOfLaw(task),
            CanBeAssigned = task.IsOpen && task.WhyNotAssigned is null && actor.Role == AccountRole.Coordinator,
        };

        if (task.Kind == HumanTaskKind.RiskSignal) return TaskPage.For(header with { ElsewhereUrl = $"/signalen/{task.SubjectId}" }, new object(), null);
        var form = TaskForms.For(task.Kind);
        if (!task.IsOpen) return TaskPage.For(header, Activator.CreateInstance(form.AnswersType)!, null);
        var scope = new TaskFormScope(db, workflows, task, @case, actor, time.GetUtcNow());
        var choices = await form.ChoicesAsync(scope, cancellationToken);
        var opened = await form.OpenAsync(scope, cancellationToken);
        var draft = await db.TaskDrafts.Of(task.Id, actor).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return draft is not null && form.GoOnWith(draft.AnswersJson, opened) is { } kept
            ? TaskPage.For(header with { DraftSavedAt = draft.SavedAt }, kept, choices)
            : TaskPage.For(header, opened, choices);
    }
}
