using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Contacts;

/// <summary>For a volunteer what they asked, and whom they can call; for a coordinator what the volunteers of the own projects ask.</summary>
public sealed record SupportPageQuery : IClientQuery<SupportPage>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<SupportRequest>();
}

/// <param name="Coordinators">For a volunteer.</param>
/// <param name="Requests">Those that wait first, the longest waiting before; then the newest.</param>
public sealed record SupportPage(bool IsVolunteer, IReadOnlyList<Contact> Coordinators, IReadOnlyList<AskedSupport> Requests)
{
    public bool MayAsk => IsVolunteer && !Requests.Any(r => r.Answer is null);

    public SupportFields Form { get; init; } = new(null);
}

public sealed record SupportFields(string? Words);

/// <param name="Answer">Null while nobody answered, as who did and when.</param>
public sealed record AskedSupport(Guid Id, string Volunteer, string Words, DateTimeOffset AskedAt, DateOnly DueOn, string? Answer, string? AnsweredBy, DateTimeOffset? AnsweredAt);

internal sealed class SupportPageHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<SupportPageQuery, SupportPage>
{
    private const int Most = 50;

    public async Task<SupportPage> Handle(SupportPageQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Volunteer, AccountRole.Coordinator);
        var rows = await db.SupportRequests.VisibleTo(db, actor).Include(r => r.Volunteer).OrderBy(r => r.AnsweredAt != null).ThenByDescending(r => r.AnsweredAt).ThenBy(r => r.AskedAt)
            .Take(Most).AsNoTracking().ToListAsync(cancellationToken);
        await reads.RecordListAsync(actor, nameof(SupportPageQuery), null, nameof(SupportRequest), rows.ConvertAll(r => r.Id), cancellationToken);
        var names = await db.NamesForAsync(actor.Role, [.. rows.Select(r => r.AnsweredById).OfType<Guid>().Distinct()], cancellationToken);
        return new SupportPage(
            actor.Role == AccountRole.Volunteer, await CoordinatorsAsync(cancellationToken),
            rows.ConvertAll(r => new AskedSupport(r.Id, r.Volunteer.FullName, r.Words, r.AskedAt, r.DueOn, r.Answer, r.AnsweredById is { } by ? names.GetValueOrDefault(by) : null, r.AnsweredAt)));
    }

    private async Task<IReadOnlyList<Contact>> CoordinatorsAsync(CancellationToken cancellationToken)
    {
        if (actor.Role != AccountRole.Volunteer) return [];
        var own = db.Volunteers.VisibleTo(db, actor).Select(v => v.ProjectId);
        var people = await db.Projects.Where(p => own.Contains(p.Id)).SelectMany(p => p.Coordinators)
            .Join(db.Accounts.Active(AccountRole.Coordinator), c => c.AccountId, a => a.Id, (c, a) => new { c.Rank, a.DisplayName, a.PhoneNumber })
            .OrderBy(c => c.Rank).ToListAsync(cancellationToken);
        return people.ConvertAll(p => new Contact(p.DisplayName, p.PhoneNumber, null, null));
    }
}
