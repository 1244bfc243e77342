using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Incidents;

/// <summary>Throws away the events that nothing waits for any more.</summary>
/// <returns>How many it were.</returns>
public sealed record DiscardDeadLettersCommand : ICommand<int>;

internal sealed class DiscardDeadLettersHandler(RegulatiefDbContext db) : IRequestHandler<DiscardDeadLettersCommand, int>
{
    public async Task<int> Handle(DiscardDeadLettersCommand command, CancellationToken cancellationToken)
    {
        var dead = await db.DeadLetters().ToListAsync(cancellationToken);
        db.Inbox.RemoveRange(dead);
        return dead.Count;
    }
}
