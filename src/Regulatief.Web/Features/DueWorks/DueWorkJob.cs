using Hangfire;
using MediatR;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.DueWorks;

/// <summary>Hangfire's nudge. Not retried by Hangfire: the row stays due and the sweep comes by.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class DueWorkJob(IMediator mediator, CurrentActor actor)
{
    public async Task RunAsync(Guid dueWorkId)
    {
        actor.Value = Actor.System;
        await mediator.Send(new BeginDueWorkCommand([dueWorkId], BeginDueWorkCommand.ThisProcess));
        await mediator.Send(new PerformDueWorkCommand(dueWorkId));
    }
}
