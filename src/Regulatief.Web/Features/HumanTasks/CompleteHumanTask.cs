using System.Text.Json.Nodes;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.HumanTasks;

/// <summary>The one way to finish a task, for page and API.</summary>
/// <param name="Outcome">Null takes the outcome that follows from the answers.</param>
/// <param name="Data">The answers to the form of the task's kind.</param>
/// <exception cref="FluentValidation.ValidationException">Answers are missing or wrong.</exception>
/// <exception cref="CaseRuleException"><c>task-outcome-contradicts</c>: the named outcome does not follow from the answers.</exception>
/// <exception cref="ConcurrencyConflictException">Someone did it first.</exception>
public sealed record CompleteHumanTaskCommand(HumanTaskId TaskId, string? Outcome, JsonObject Data) : ICommand<CompleteHumanTaskResult>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(TaskId);
}

public sealed record CompleteHumanTaskResult(HumanTaskId TaskId, CaseId CaseId, string Outcome);

internal sealed class CompleteHumanTaskHandler(RegulatiefDbContext db, Actor actor, WorkflowHost workflows, TimeProvider time)
    : IRequestHandler<CompleteHumanTaskCommand, CompleteHumanTaskResult>
{
    public async Task<CompleteHumanTaskResult> Handle(CompleteHumanTaskCommand command, CancellationToken cancellationToken)
    {
        var task = await workflows.TaskToCompleteAsync(command.TaskId, actor, cancellationToken);
        task.RefuseIfDone();
        if (command.Outcome is { } named && !task.Outcomes.Contains(named))
            throw new CaseRuleException("task-unknown-outcome", named, string.Join(", ", task.Outcomes));

        var @case = task.Case;
        var form = TaskForms.For(task.Kind);
        if (!form.OutlivesCase) @case.RefuseIfClosed();
        var scope = new TaskFormScope(db, workflows, task, @case, actor, time.GetUtcNow()) { AskedOutcome = command.Outcome };
        var outcome = await form.ApplyAsync(scope, command.Data, cancellationToken);
        if (command.Outcome is { } asked && asked != outcome) throw new CaseRuleException("task-outcome-contradicts", asked, outcome);

        await workflows.CompleteTaskAsync(task, @case, outcome, actor.AccountId, null, cancellationToken);
        return new CompleteHumanTaskResult(task.Id, @case.Id, outcome);
    }
}
