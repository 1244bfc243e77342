using MediatR;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Benchmarks;

/// <summary>An event for a case, through the whole pipeline: the product has no command that may be sent two hundred times a second.</summary>
internal sealed record PublishCommand(CaseId CaseId, string EventName) : ICommand<Unit>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class PublishHandler(RegulatiefDbContext db, WorkflowHost workflows) : IRequestHandler<PublishCommand, Unit>
{
    public async Task<Unit> Handle(PublishCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, Actor.System, cancellationToken);
        await workflows.PublishAsync(@case, command.EventName, cancellationToken);
        return Unit.Value;
    }
}
