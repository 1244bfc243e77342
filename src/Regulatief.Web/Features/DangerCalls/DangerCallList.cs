using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.DangerCalls;

/// <summary>The acute danger that the actor is called for and of which nobody said yet that they act, the longest first.</summary>
public sealed record DangerCallListQuery : IClientQuery<IReadOnlyList<OpenDangerCall>>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<DangerCall>();
}

/// <param name="Round">How often it was called out.</param>
public sealed record OpenDangerCall(Guid Id, int CaseNumber, DateTimeOffset RaisedAt, int Round, DateTimeOffset AnswerBy);

internal sealed class DangerCallListHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<DangerCallListQuery, IReadOnlyList<OpenDangerCall>>
{
    public async Task<IReadOnlyList<OpenDangerCall>> Handle(DangerCallListQuery query, CancellationToken cancellationToken)
    {
        var calls = await db.DangerCalls.VisibleTo(actor).Open().OrderBy(c => c.RaisedAt)
            .Select(c => new OpenDangerCall(c.Id, c.Case.Number, c.RaisedAt, c.Round, c.AnswerBy)).ToListAsync(cancellationToken);
        await reads.RecordListAsync(actor, nameof(DangerCallListQuery), null, nameof(DangerCall), [.. calls.Select(c => c.Id)], cancellationToken);
        return calls;
    }
}
