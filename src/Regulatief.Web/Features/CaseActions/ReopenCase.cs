using System.Text.Json.Nodes;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Closures;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseActions;

/// <summary>Opens a closed case again: its project's cycle begins anew at the chosen phase, if what comes before it was done and holds.</summary>
/// <exception cref="CaseRuleException"><c>case-not-closed</c>, or why it cannot go on there: see <see cref="Reopening"/>.</exception>
public sealed record ReopenCaseCommand(CaseId CaseId, CasePhase? Phase, string? Reason) : ICommand<CaseId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class ReopenCaseValidator : AbstractValidator<ReopenCaseCommand>
{
    public ReopenCaseValidator()
    {
        RuleFor(c => c.Phase).NotNull().IsInEnum();
        RuleFor(c => c.Reason).NotEmpty().MaximumLength(2000);
    }
}

internal sealed class ReopenCaseHandler(RegulatiefDbContext db, Actor actor, WorkflowHost workflows, TimeProvider time) : IRequestHandler<ReopenCaseCommand, CaseId>
{
    public async Task<CaseId> Handle(ReopenCaseCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer);

        var now = time.GetUtcNow();
        @case.Reopen(command.Phase!.Value, await db.ReopeningOfAsync(@case, time.Today(), cancellationToken), now, command.Reason!);
        db.Timeline.Add(new TimelineEntry { CaseId = @case.Id, Kind = TimelineKind.Reopened, At = now, ById = actor.AccountId, Note = command.Reason });
        await db.PromiseAgreementEndAsync(@case.Id, now, cancellationToken);
        var definitionId = await db.Projects.Where(p => p.Id == @case.ProjectId).Select(p => p.WorkflowDefinitionId).SingleAsync(cancellationToken);
        await workflows.StartAsync(@case, definitionId, new JsonObject { ["phase"] = command.Phase.ToString() }, null, cancellationToken);
        return @case.Id;
    }
}
