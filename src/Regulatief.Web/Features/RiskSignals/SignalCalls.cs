using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;

namespace Regulatief.Web.Features.RiskSignals;

internal static class SignalCalls
{
    /// <summary>How acute danger was called out and who acts, for whom the signal is: the latest first.</summary>
    public static async Task<IReadOnlyList<CalledOut>> CallsOfAsync(this RegulatiefDbContext db, RiskSignal signal, Actor actor, CancellationToken cancellationToken)
    {
        var calls = await db.DangerCalls.Where(c => c.RiskSignalId == signal.Id).OrderByDescending(c => c.RaisedAt).AsNoTracking().ToListAsync(cancellationToken);
        var names = await db.NamesForAsync(actor.Role, [.. calls.Select(c => c.AcknowledgedById).OfType<Guid>()], cancellationToken);
        return calls.ConvertAll(c => new CalledOut(c.RaisedAt, c.People.Count, c.AnswerBy, c.AcknowledgedById is { } by ? names[by] : null, c.AcknowledgedAt));
    }
}
