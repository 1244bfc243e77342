using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.DangerCalls;

/// <summary>Acute danger as whoever is called for it sees it: who was called, whom to phone, and who acts. What was seen is for those to whom it was passed.</summary>
/// <exception cref="NotFoundException">No such call, or they were not called.</exception>
public sealed record ShowDangerCallQuery(Guid DangerCallId) : IClientQuery<DangerCallPage>, IConcernsCase
{
    public CaseKey Case => CaseKey.OfDangerCall(DangerCallId);
}

/// <param name="ClientName">Null for who may not see the case.</param>
/// <param name="SignalId">Null for those to whom the signal was not passed.</param>
/// <param name="AcknowledgedBy">Null while nobody acts.</param>
public sealed record DangerCallPage(
    Guid Id, int CaseNumber, string? ClientName, string? OnCallNumber, DateTimeOffset RaisedAt, string RaisedBy, DateTimeOffset AnswerBy,
    IReadOnlyList<CalledName> Called, Guid? SignalId, string? AcknowledgedBy, DateTimeOffset? AcknowledgedAt);

public sealed record CalledName(string Name, DateTimeOffset Since);

internal sealed class ShowDangerCallHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<ShowDangerCallQuery, DangerCallPage>
{
    public async Task<DangerCallPage> Handle(ShowDangerCallQuery query, CancellationToken cancellationToken)
    {
        var call = await db.DangerCalls.VisibleTo(actor).Include(c => c.Case.Project).AsNoTracking().SingleOrDefaultAsync(c => c.Id == query.DangerCallId, cancellationToken)
            ?? throw new NotFoundException(nameof(DangerCall), query.DangerCallId);
        await reads.RecordAsync(actor, nameof(ShowDangerCallQuery), call.CaseId, nameof(DangerCall), call.Id, cancellationToken);

        var client = await db.Cases.VisibleTo(actor).Where(c => c.Id == call.CaseId).Select(c => c.Client).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        var isPassedOn = await db.RiskSignals.VisibleTo(actor).AnyAsync(s => s.Id == call.RiskSignalId, cancellationToken);
        List<Guid> people = [.. call.People.Select(p => p.AccountId), call.RaisedById, .. new[] { call.AcknowledgedById }.OfType<Guid>()];
        var names = await db.NamesForAsync(actor.Role, people, cancellationToken);
        return new DangerCallPage(
            call.Id, call.Case.Number, client?.NameFor(actor.Role), call.Case.Project.OnCallNumber, call.RaisedAt, names[call.RaisedById], call.AnswerBy,
            [.. call.People.OrderBy(p => p.Since).Select(p => new CalledName(names[p.AccountId], p.Since))],
            isPassedOn ? call.RiskSignalId.Value : null, call.AcknowledgedById is { } by ? names[by] : null, call.AcknowledgedAt);
    }
}
