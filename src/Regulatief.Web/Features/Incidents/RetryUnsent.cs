using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Operations;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Incidents;

/// <summary>Has mails, texts and messages for devices that did not go tried again, when the cause is gone.</summary>
/// <param name="MessageId">Null for all that can be.</param>
/// <returns>How many it was.</returns>
public sealed record RetryUnsentCommand(Guid? MessageId) : ICommand<int>
{
    AuditSubject IConcerns.Subject => AuditSubject.None;
}

internal sealed class RetryUnsentHandler(RegulatiefDbContext db, AuditTrail trail, TimeProvider time) : IRequestHandler<RetryUnsentCommand, int>
{
    public async Task<int> Handle(RetryUnsentCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await RetryAsync(db.Mails, command.MessageId, now, cancellationToken) + await RetryAsync(db.ShortMessages, command.MessageId, now, cancellationToken);
    }

    private async Task<int> RetryAsync<T>(IQueryable<T> sendings, Guid? one, DateTimeOffset now, CancellationToken cancellationToken)
        where T : Sending
    {
        var unsent = await sendings.NotSent(now, now - JobTurn.Patience).Where(s => one == null || s.Id == one).ToListAsync(cancellationToken);
        var again = unsent.Where(s => s.CanBeTriedAgain(now)).ToList();
        foreach (var sending in again)
        {
            sending.TryAgain(now);
            trail.About(AuditSubject.Of<T>(sending.Id));
        }

        return again.Count;
    }
}
