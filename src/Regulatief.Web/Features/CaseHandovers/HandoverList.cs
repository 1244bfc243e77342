using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseHandovers;

/// <summary>The hand-overs that the actor gives, gets or has asked: those that wait, and those that ended lately.</summary>
public sealed record HandoverListQuery : IClientQuery<HandoverList>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<CaseHandover>();
}

public sealed record HandoverList(IReadOnlyList<HandoverRow> ToActor, IReadOnlyList<HandoverRow> FromActor, IReadOnlyList<HandoverRow> Ended);

/// <param name="ClientName">Null for who asked it and may not see the case.</param>
public sealed record HandoverRow(Guid Id, int CaseNumber, string? ClientName, string From, string To, DateOnly StartsOn, HandoverStatus Status);

internal sealed class HandoverListHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time) : IRequestHandler<HandoverListQuery, HandoverList>
{
    private static readonly TimeSpan Lately = TimeSpan.FromDays(30);

    public async Task<HandoverList> Handle(HandoverListQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless([.. NeedToKnow.Staff]);
        var since = time.GetUtcNow() - Lately;
        var read = db.CaseHandovers.ReadBy(actor);
        var found = await db.CaseHandovers.VisibleTo(actor).Where(h => h.EndedAt == null || h.EndedAt > since)
            .OrderBy(h => h.EndedAt != null).ThenBy(h => h.StartsOn).ThenBy(h => h.Case.Number).Take(Bounds.Items)
            .Select(h => new { Handover = h, h.Case.Number, h.Case.Client, IsRead = read.Any(r => r.Id == h.Id) }).AsNoTracking().ToListAsync(cancellationToken);
        await reads.RecordListAsync(actor, nameof(HandoverListQuery), null, nameof(Case), [.. found.Select(f => f.Handover.CaseId.Value)], cancellationToken);
        var names = await db.NamesForAsync(actor.Role, [.. found.SelectMany(f => new[] { f.Handover.FromId, f.Handover.ToId }).Distinct()], cancellationToken);

        var rows = found.ConvertAll(f => (f.Handover, Row: new HandoverRow(
            f.Handover.Id, f.Number, f.IsRead ? f.Client.NameFor(actor.Role) : null, names[f.Handover.FromId], names[f.Handover.ToId], f.Handover.StartsOn, f.Handover.Status)));
        return new HandoverList(
            [.. rows.Where(r => r.Handover.IsPending && r.Handover.IsPutTo(actor)).Select(r => r.Row)],
            [.. rows.Where(r => r.Handover.IsPending && !r.Handover.IsPutTo(actor)).Select(r => r.Row)],
            [.. rows.Where(r => !r.Handover.IsPending).Select(r => r.Row)]);
    }
}
