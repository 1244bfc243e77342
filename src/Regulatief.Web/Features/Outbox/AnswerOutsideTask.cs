using System.Text.Json.Nodes;
using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Outbox;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Outbox;

/// <summary>The answer of the system outside: wakes the workflow that asked.</summary>
/// <param name="Result">Ids, outcomes, dates, numbers and choices: it is kept in the workflow's state. Null for none.</param>
/// <exception cref="NotFoundException">No such task was asked.</exception>
/// <exception cref="ConcurrencyConflictException">It was answered already, or called off.</exception>
public sealed record AnswerOutsideTaskCommand(Guid TaskId, JsonNode? Result) : ICommand<Unit>, IConcernsCase
{
    public CaseKey Case => CaseKey.OfOutboxMessage(TaskId);
}

internal sealed class AnswerOutsideTaskValidator : AbstractValidator<AnswerOutsideTaskCommand>
{
    /// <summary>Characters of JSON: choices and numbers are short, and a document belongs elsewhere.</summary>
    private const int MaxResult = 16_384;

    public AnswerOutsideTaskValidator() => RuleFor(c => c.Result).Must(result => result is null || result.ToJsonString().Length <= MaxResult).WithErrorCode("result-too-long");
}

internal sealed class AnswerOutsideTaskHandler(RegulatiefDbContext db, WorkflowHost workflows, TimeProvider time) : IRequestHandler<AnswerOutsideTaskCommand, Unit>
{
    public async Task<Unit> Handle(AnswerOutsideTaskCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, Actor.System, cancellationToken);
        var message = await db.Outbox.FindAsync([command.TaskId], cancellationToken) ?? throw new NotFoundException(nameof(OutboxMessage), command.TaskId);
        // It came before we heard that it was sent: the answer says so.
        message.SentAt ??= time.GetUtcNow();
        if (!await workflows.ResumeAsync(message.InstanceId, @case, message.Id, new JsonObject { ["result"] = command.Result?.DeepClone() }, cancellationToken))
            throw new ConcurrencyConflictException(nameof(OutboxMessage), message.Id.ToString());
        return Unit.Value;
    }
}
