using MediatR;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.MyWork;

/// <summary>What the actor was told and did not read, for who has no worklist to show it on.</summary>
public sealed record MyNoticesQuery : IClientQuery<IReadOnlyList<WorkNotice>>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Notice>();
}

internal sealed class MyNoticesHandler(RegulatiefDbContext db, Actor actor, Texts texts, ReadAudit reads, TimeProvider time) : IRequestHandler<MyNoticesQuery, IReadOnlyList<WorkNotice>>
{
    public async Task<IReadOnlyList<WorkNotice>> Handle(MyNoticesQuery query, CancellationToken cancellationToken)
    {
        var parts = new WorkParts(db, actor, texts, reads, time);
        var notices = await parts.NoticesAsync(cancellationToken);
        await parts.RecordAsync(nameof(MyNoticesQuery), cancellationToken);
        return notices;
    }
}
