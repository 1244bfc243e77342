using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Projects;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>For which projects the actor can invite a volunteer.</summary>
public sealed record InviteVolunteerPageQuery : IPlainQuery<IReadOnlyList<SelectListItem>>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Project>();
}

internal sealed class InviteVolunteerPageHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<InviteVolunteerPageQuery, IReadOnlyList<SelectListItem>>
{
    public async Task<IReadOnlyList<SelectListItem>> Handle(InviteVolunteerPageQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Coordinator);
        return await db.Projects.CoordinatedBy(actor).OrderBy(p => p.Name).Select(p => new SelectListItem(p.Name, p.Id.ToString())).ToListAsync(cancellationToken);
    }
}
