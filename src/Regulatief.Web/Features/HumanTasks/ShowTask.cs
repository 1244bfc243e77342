using System.Text.Json.Nodes;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.HumanTasks;

/// <summary>One task, with what its form asks while it is open.</summary>
/// <exception cref="NotFoundException">No such task, or not theirs.</exception>
public sealed record ShowTaskQuery(HumanTaskId TaskId) : IClientQuery<ShowTaskResult>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(TaskId);
}

/// <param name="SubjectId">Null also where it is not theirs to know: who confirms that a client was not reached learns of no signal.</param>
/// <param name="Outcome">Null while it is open.</param>
/// <param name="Form">Null when it is done, or ends by commands of its own.</param>
public sealed record ShowTaskResult(
    Guid Id, HumanTaskKind Kind, HumanTaskStatus Status, string Title, AccountRole Role, DateOnly DueOn, Guid? AssigneeId, Guid? SubjectId,
    IReadOnlyList<string> Outcomes, string? Outcome, Guid CaseId, int CaseNumber, ShownForm? Form);

/// <param name="Fields">What <c>data</c> may hold.</param>
/// <param name="Answers">The form as it opens: empty, or filled with what is known.</param>
/// <param name="Choices">What the form shows and lets choose from.</param>
public sealed record ShownForm(IReadOnlyList<FormField> Fields, JsonObject Answers, object? Choices);

internal sealed class ShowTaskHandler(RegulatiefDbContext db, Actor actor, WorkflowHost workflows, ReadAudit reads, TimeProvider time) : IRequestHandler<ShowTaskQuery, ShowTaskResult>
{
    public async Task<ShowTaskResult> Handle(ShowTaskQuery query, CancellationToken cancellationToken)
    {
        var task = await db.HumanTasks.VisibleTo(actor).GetAsync(query.TaskId, cancellationToken);
        var @case = await db.Cases.ForChange(task.CaseId).GetAsync(task.CaseId, cancellationToken);
        await reads.RecordAsync(actor, nameof(ShowTaskQuery), @case.Id, nameof(HumanTask), task.Id.Value, cancellationToken);
        var scope = new TaskFormScope(db, workflows, task, @case, actor, time.GetUtcNow());
        return new ShowTaskResult(
            task.Id.Value, task.Kind, task.Status, task.Title, task.Role, task.DueOn, task.AssigneeId,
            task.Kind == HumanTaskKind.ClientUnreachable ? null : task.SubjectId,
            task.Outcomes, task.Outcome, @case.Id.Value, @case.Number, await FormOfAsync(scope, cancellationToken));
    }

    private static async Task<ShownForm?> FormOfAsync(TaskFormScope scope, CancellationToken cancellationToken)
    {
        if (!scope.Task.IsOpen || TaskForms.Find(scope.Task.Kind) is not { } form) return null;
        var choices = await form.ChoicesAsync(scope, cancellationToken);
        var fields = choices is CaseTaskChoices designed ? FormField.Of(designed) : FormField.Of(form.AnswersType);
        return new ShownForm(fields, TaskForm.Write(await form.OpenAsync(scope, cancellationToken)), choices);
    }
}
