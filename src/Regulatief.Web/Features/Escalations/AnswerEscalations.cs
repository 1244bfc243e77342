using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Escalations;

/// <summary>Answers several escalations alike. Each is a promise of its own: done in its own commit, and a refusal of one keeps no other back.</summary>
/// <exception cref="CaseRuleException"><c>escalations-none-chosen</c>; <c>escalations-too-many</c>: more than fit at once, nothing is done.</exception>
public sealed record AnswerEscalationsCommand : ICommand<Guid>, IMakes<Guid>
{
    /// <summary>Those that were chosen.</summary>
    public List<Guid> Escalations { get; init; } = [];

    /// <summary>All that the filter lets through instead.</summary>
    public bool All { get; init; }

    public EscalationFilter Filter { get; init; } = new();

    public EscalationAnswerKind? Kind { get; init; }

    public DateOnly? Until { get; init; }

    public string? Reason { get; init; }

    public Guid? AssigneeId { get; init; }

    AuditSubject IConcerns.Subject => AuditSubject.Of<EscalationBatch>();

    AuditSubject IMakes<Guid>.Made(Guid result) => AuditSubject.Of<EscalationBatch>(result);
}

internal sealed class AnswerEscalationsValidator : AbstractValidator<AnswerEscalationsCommand>
{
    public AnswerEscalationsValidator(TimeProvider time)
    {
        RuleFor(c => c.Kind).NotNull();
        RuleFor(c => c.AssigneeId).NotNull().When(c => c.Kind == EscalationAnswerKind.Reassigned);
        RuleFor(c => c.Until).NotNull().GreaterThan(time.Today()).LessThanOrEqualTo(time.Today().AddDays(EscalationAnswer.MostDaysDeferred)).When(c => c.Kind == EscalationAnswerKind.Deferred);
        RuleFor(c => c.Reason).NotEmpty().MaximumLength(EscalationAnswer.MaxReason).When(c => c.Kind == EscalationAnswerKind.Deferred);
    }
}

internal sealed class AnswerEscalationsHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<AnswerEscalationsCommand, Guid>
{
    public async Task<Guid> Handle(AnswerEscalationsCommand command, CancellationToken cancellationToken)
    {
        var (told, now) = (db.Escalations.VisibleTo(actor), time.GetUtcNow());
        var asked = command.All ? command.Filter.Of(told.Open(), db) : told.Where(e => command.Escalations.Contains(e.Id));
        var chosen = await asked.ByHurt(db).Take(EscalationBatch.MostAtOnce + 1)
            .Select(e => new { e.Id, e.CaseId, HolderId = e.Task == null ? null : e.Task.AssigneeId }).ToListAsync(cancellationToken);
        if (chosen.Count == 0) throw new CaseRuleException("escalations-none-chosen");
        if (chosen.Count > EscalationBatch.MostAtOnce) throw new CaseRuleException("escalations-too-many", EscalationBatch.MostAtOnce);

        var isDeferred = command.Kind == EscalationAnswerKind.Deferred;
        var batch = new EscalationBatch
        {
            AskedById = actor.AccountId,
            AskedAs = actor.Role!.Value,
            AskedAt = now,
            Kind = command.Kind!.Value,
            Until = isDeferred ? command.Until : null,
            Reason = isDeferred ? command.Reason : null,
            AssigneeId = command.Kind == EscalationAnswerKind.Reassigned ? command.AssigneeId : null,
        };
        var items = chosen.ConvertAll(e => new EscalationBatchItem { BatchId = batch.Id, CaseId = e.CaseId, EscalationId = e.Id, HolderId = e.HolderId });
        db.EscalationBatches.Add(batch);
        db.EscalationBatchItems.AddRange(items);
        db.PromiseAnswers(items, now);
        return batch.Id;
    }
}
