using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.ElsaApi.Instances;

namespace Regulatief.Tests.Persistence;

/// <summary>The same on the ways beside pages and API: what a designer gets of real cases, who may listen at the hub, and of which cases one is told.</summary>
public abstract partial class NeedToKnowContract
{
    /// <summary>Words of the histories that nobody finds in a workflow.</summary>
    private static readonly string[] Told = ["Iets gezien.", "Wat ik zag.", "Opname."];

    private readonly HashSet<Guid> _cycles = [];
    private Account _designer = null!;

    /// <summary>Whether one may still be told of a case what was told before, to oneself or to who one covers for.</summary>
    private static bool MayBeTold(PlainPerson who, PlainPerson to, PlainCase of, History history, DateTimeOffset now)
    {
        bool Has(CaseAccessKind kind, Predicate<PlainCase> about) => history.Given.Exists(g =>
            g.Who == who.Id && g.Kind == kind && g.From <= now && g.EndedAt is null && (g.Until is null || now < g.Until) && about(history.Cases[g.Case]));

        if (who != to && (who.Role != to.Role || !history.WorkOf(who.Id, now).Contains(to.Id))) return false;
        if (Has(CaseAccessKind.Exclusion, excluded => excluded.Client == of.Client)) return false;
        if (!of.IsRestricted || Has(CaseAccessKind.Listed, listed => listed == of)) return true;
        // Who leads a case, is asked to or did is told of that; who is told by their place alone is so as long as the list has them.
        return who.Role switch
        {
            AccountRole.ProbationOfficer => who == to || of.Professional == who.Id,
            AccountRole.Coordinator => false,
            _ => true,
        };
    }

    private async Task DesignerAsync()
    {
        _designer = await A.Account(AccountRole.Designer).InAsync(host);
        _cycles.UnionWith(await host.ReadAsync(db => db.Instances.Select(i => i.Id.Value).ToListAsync(Cancel)));
    }

    private async Task ToldAsync(PlainPerson person, Actor actor, History history, string story)
    {
        var now = host.Clock.GetUtcNow();
        var (all, seen) = await host.ReadAsync(async db => (
            await db.Notices.Where(n => n.CaseId != null).AsNoTracking().ToListAsync(Cancel), await db.Notices.VisibleTo(db, actor).Where(n => n.CaseId != null).AsNoTracking().ToListAsync(Cancel)));
        var expected = all.FindAll(n => (n.Role ?? person.Role) == person.Role && MayBeTold(person, _people.Single(p => p.Id == n.AccountId), history.Cases[n.CaseId!.Value], history, now));
        seen.Select(n => n.Id).ShouldBe(expected.Select(n => n.Id), ignoreOrder: true, story);
        lock (_met)
        {
            Count("told", seen.Count);
            Count("told no more", all.Count(n => n.AccountId == person.Id) - expected.Count(n => n.AccountId == person.Id));
        }
    }

    /// <summary>A designer sees that cycles run, and of no signal that there is one.</summary>
    private async Task CheckDesignerAsync(string story)
    {
        var stored = await host.ReadAsync(db => db.Instances.Select(i => i.Id.Value).ToListAsync(Cancel));
        var followed = stored.FindAll(id => !_cycles.Contains(id));
        Count("signal followed", followed.Count);
        var actor = await host.As(_designer).ActorAsync();
        var listed = await host.SendAsync(actor, new ListInstancesQuery(null, 500, null, null, null, null, null, null, null, null, null, null, null));
        // Runs to try a drawing, which other tests may have left, are listed too and are nobody's case.
        listed.Items.Select(i => Guid.Parse(i.Id)).Intersect(stored).ShouldBe(_cycles, ignoreOrder: true, story);
        foreach (var id in followed) (await IsShownAsync(actor, new ShowInstanceQuery($"{id}"))).ShouldBeFalse(story);
    }

    private async Task CheckDesignersApiAsync(PlainPerson person, string story)
    {
        var words = await host.ReadAsync(db => db.Clients.Select(c => c.LastName).ToListAsync(Cancel));
        words.AddRange(Told);
        var designer = await host.As(_designer).ApiAsync();
        var others = await host.As(person.Account).ApiAsync();
        foreach (var id in await host.ReadAsync(db => db.Instances.Select(i => i.Id.Value).ToListAsync(Cancel)))
        {
            foreach (var part in new[] { "", "/execution-state", "/variables", "/journal", "/export" })
            {
                var path = new Uri($"/elsa/api/workflow-instances/{id:N}{part}", UriKind.Relative);
                var answer = await designer.GetAsync(path, Cancel);
                answer.StatusCode.ShouldBe(_cycles.Contains(id) ? HttpStatusCode.OK : HttpStatusCode.NotFound, $"{part} in {story}");
                var text = await answer.Content.ReadAsStringAsync(Cancel);
                words.Where(word => text.Contains(word, StringComparison.Ordinal)).ShouldBeEmpty($"{part} in {story}");
                (await others.GetAsync(path, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, $"{part} by {person} in {story}");
            }
        }

        (await others.PostAsJsonAsync("/elsa/hubs/workflow-instance/negotiate?negotiateVersion=1", new { }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, story);
    }
}
