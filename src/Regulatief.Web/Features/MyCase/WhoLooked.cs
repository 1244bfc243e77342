using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.MyCase;

/// <summary>Who looked into the client's own file, changed or shared something of it: when, and in which role. The latest first.</summary>
public sealed record WhoLookedQuery(Page Page) : IClientQuery<WhoLooked>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<AuditEntry>();
}

/// <param name="Professional">Whom to ask about it; null for who has no case.</param>
public sealed record WhoLooked(IReadOnlyList<DayOfLooks> Days, string? Professional, int Page, int PageSize, int Total);

/// <param name="On">Europe/Amsterdam.</param>
public sealed record DayOfLooks(DateOnly On, IReadOnlyList<Looker> People);

/// <summary>One person in one role on one day.</summary>
/// <param name="By">By what they looked who do not work on the case; null for who does.</param>
/// <param name="Did">The names of commands and queries, each with how often.</param>
public sealed record Looker(string Name, AccountRole Role, CaseAccessKind? By, IReadOnlyList<(string Action, int Times)> Did);

internal sealed class WhoLookedHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<WhoLookedQuery, WhoLooked>
{
    private const int PageSize = 100;

    public async Task<WhoLooked> Handle(WhoLookedQuery query, CancellationToken cancellationToken)
    {
        var found = db.AuditEntries.VisibleTo(db, actor);
        var total = await found.CountAsync(cancellationToken);
        var page = query.Page.Of(total, PageSize);
        var entries = await found.OrderByDescending(e => e.At).ThenByDescending(e => e.Id).On(page)
            .Select(e => new { e.Id, e.At, e.ActorId, e.ActorRole, e.Action, e.Detail }).ToListAsync(cancellationToken);
        await reads.RecordListAsync(actor, nameof(WhoLookedQuery), null, nameof(AuditEntry), entries.ConvertAll(e => e.Id), cancellationToken);

        var names = await db.NamesForAsync(actor.Role, entries.Select(e => e.ActorId).Distinct().ToList(), cancellationToken);
        var days = entries.GroupBy(e => LegalTime.DateOf(e.At)).Select(day => new DayOfLooks(day.Key,
        [
            .. day.GroupBy(e => (e.ActorId, e.ActorRole, By: Enum.TryParse<CaseAccessKind>(e.Detail, out var by) ? by : (CaseAccessKind?)null)).Select(of => new Looker(
                names.GetValueOrDefault(of.Key.ActorId, ""), of.Key.ActorRole!.Value, of.Key.By, [.. of.GroupBy(e => e.Action).Select(same => (same.Key, same.Count()))])),
        ]));
        return new WhoLooked([.. days], await ProfessionalAsync(cancellationToken), page.Number, page.Size, total);
    }

    private Task<string?> ProfessionalAsync(CancellationToken cancellationToken) => db.Cases.VisibleTo(actor).OrderByDescending(c => c.Number)
        .Join(db.Accounts, c => c.ProfessionalId, a => a.Id, (_, account) => account.DisplayName).FirstOrDefaultAsync(cancellationToken);
}
