using System.Text.Json.Nodes;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.HumanTasks;

/// <summary>Keeps a form half filled in, for who fills it in. Nothing is checked but that there is still something to fill in.</summary>
/// <exception cref="NotFoundException">No such task, or not theirs.</exception>
/// <exception cref="ConcurrencyConflictException">It was done meanwhile.</exception>
public sealed record SaveTaskDraftCommand(HumanTaskId TaskId, JsonObject Data) : ICommand<HumanTaskId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(TaskId);
}

internal sealed class SaveTaskDraftValidator : AbstractValidator<SaveTaskDraftCommand>
{
    /// <summary>More than all answers of the longest form together.</summary>
    private const int MaxLength = 200_000;

    public SaveTaskDraftValidator() => RuleFor(c => c.Data).Must(data => data.ToJsonString().Length <= MaxLength).WithErrorCode("answer-too-long");
}

internal sealed class SaveTaskDraftHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<SaveTaskDraftCommand, HumanTaskId>
{
    public async Task<HumanTaskId> Handle(SaveTaskDraftCommand command, CancellationToken cancellationToken)
    {
        var task = await db.HumanTasks.VisibleTo(actor).GetAsync(command.TaskId, cancellationToken);
        task.RefuseIfDone();
        _ = TaskForms.For(task.Kind);

        var (answers, now) = (command.Data.ToJsonString(), time.GetUtcNow());
        if (await db.TaskDrafts.Of(task.Id, actor).SingleOrDefaultAsync(cancellationToken) is { } draft) (draft.AnswersJson, draft.SavedAt) = (answers, now);
        else db.TaskDrafts.Add(new TaskDraft { TaskId = task.Id, AccountId = actor.AccountId, AnswersJson = answers, SavedAt = now });
        task.HasDrafts = true;
        return task.Id;
    }
}
