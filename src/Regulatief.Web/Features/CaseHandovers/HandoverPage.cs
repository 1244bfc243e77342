using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Handovers;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseHandovers;

/// <summary>One hand-over, for the successor to read and answer, and for who hands over to follow.</summary>
/// <exception cref="NotFoundException">No such hand-over, or not theirs.</exception>
public sealed record HandoverPageQuery(Guid HandoverId) : IClientQuery<HandoverPage>, IConcernsCase
{
    public CaseKey Case => CaseKey.OfHandover(HandoverId);
}

/// <param name="Content">What stands in it; null for who asked it and may not see the case.</param>
/// <param name="IsPutToActor">They answer it.</param>
public sealed record HandoverPage(HandoverRow Row, CaseId CaseId, HandoverContent? Content, string? DeclineReason, bool IsPutToActor)
{
    public bool IsPending => Row.Status is HandoverStatus.Asked or HandoverStatus.Accepted;
}

/// <param name="SeesCase">Whether a link to it leads somewhere for them.</param>
public sealed record HandoverContent(string? Text, HandoverChecklist Checklist, bool SeesCase);

internal sealed class HandoverPageHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time) : IRequestHandler<HandoverPageQuery, HandoverPage>
{
    public async Task<HandoverPage> Handle(HandoverPageQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless([.. NeedToKnow.Staff]);
        var handover = await db.HandoverForChangeAsync(query.HandoverId, actor, cancellationToken);
        await reads.RecordAsync(actor, nameof(HandoverPageQuery), handover.CaseId, nameof(CaseHandover), handover.Id, cancellationToken);
        var names = await db.NamesForAsync(actor.Role, [handover.FromId, handover.ToId], cancellationToken);
        var isRead = await db.CaseHandovers.ReadBy(actor).AnyAsync(h => h.Id == handover.Id, cancellationToken);
        return new HandoverPage(
            new HandoverRow(
                handover.Id, handover.Case.Number, isRead ? handover.Case.Client.NameFor(actor.Role) : null, names[handover.FromId], names[handover.ToId],
                handover.StartsOn, handover.Status),
            handover.CaseId, isRead ? await ContentAsync(handover, cancellationToken) : null, handover.DeclineReason, handover.IsPutTo(actor));
    }

    private async Task<HandoverContent> ContentAsync(CaseHandover handover, CancellationToken cancellationToken) => new(
        handover.Text,
        (await db.ChecklistsOfAsync([handover.Case], actor, time.Today(), cancellationToken))[handover.CaseId],
        await db.Cases.VisibleTo(actor).AnyAsync(c => c.Id == handover.CaseId, cancellationToken));
}
