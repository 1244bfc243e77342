using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Contacts;

/// <summary>Who asked for contact takes that back while nobody answered. Who was to answer is told, and no longer reminded.</summary>
/// <exception cref="NotFoundException">No such case or request, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>contact-request-not-yours</c>; <c>contact-request-over</c>: it was answered, called off or taken back.</exception>
public sealed record TakeBackContactRequestCommand(CaseId CaseId, Guid RequestId) : ICommand<Guid>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class TakeBackContactRequestHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<TakeBackContactRequestCommand, Guid>
{
    public async Task<Guid> Handle(TakeBackContactRequestCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        var request = await db.ContactRequests.VisibleTo(db, actor).Where(r => r.CaseId == @case.Id).GetAsync(command.RequestId, cancellationToken);
        request.TakeBack(actor.AccountId, now);
        var task = await db.HumanTasks.Open().SingleOrDefaultAsync(t => t.CaseId == @case.Id && t.SubjectId == request.Id, cancellationToken) ?? throw new CaseRuleException("contact-request-over");

        db.Notices.RemoveRange(await db.Notices.Where(n => n.CaseId == @case.Id && n.SubjectId == task.Id.Value && n.ReadAt == null).ToListAsync(cancellationToken));
        foreach (var person in await db.PeopleOfAsync(task, @case, cancellationToken))
            db.Notices.Add(new Notice { AccountId = person.AccountId, Role = person.Role, Kind = NoticeKind.ContactTakenBack, CaseId = @case.Id, SubjectId = request.Id, At = now });
        await db.CallOffAsync([task], now, cancellationToken);
        return request.Id;
    }
}
