using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.MyWork;

/// <summary>Says that the actor's notices were read.</summary>
/// <param name="NoticeId">Null for all that are shown.</param>
public sealed record MarkNoticesReadCommand(Guid? NoticeId) : ICommand<int>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Notice>(NoticeId);
}

internal sealed class MarkNoticesReadHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<MarkNoticesReadCommand, int>
{
    public async Task<int> Handle(MarkNoticesReadCommand command, CancellationToken cancellationToken)
    {
        var unread = await db.Notices.VisibleTo(db, actor).Where(n => n.ReadAt == null && (command.NoticeId == null || n.Id == command.NoticeId)).ToListAsync(cancellationToken);
        foreach (var notice in unread) notice.ReadAt = time.GetUtcNow();
        return unread.Count;
    }
}
