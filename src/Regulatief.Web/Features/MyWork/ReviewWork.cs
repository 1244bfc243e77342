using MediatR;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.MyWork;

/// <summary>What a privacy officer has to review.</summary>
public sealed record ReviewWorkQuery : IRequest<ReviewWork>;

public sealed record ReviewWork(WorkTasks Tasks, IReadOnlyList<WorkNotice> Notices);

internal sealed class ReviewWorkHandler(RegulatiefDbContext db, Actor actor, Texts texts, TimeProvider time) : IRequestHandler<ReviewWorkQuery, ReviewWork>
{
    public async Task<ReviewWork> Handle(ReviewWorkQuery query, CancellationToken cancellationToken)
    {
        var parts = new WorkParts(db, actor, texts, time);
        return new ReviewWork(await parts.TasksAsync(cancellationToken), await parts.NoticesAsync(cancellationToken));
    }
}
