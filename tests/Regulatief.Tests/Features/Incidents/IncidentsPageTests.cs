using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Incidents;

namespace Regulatief.Tests.Features.Incidents;

public sealed class IncidentsPageTests(SqliteHost host) : IncidentTest(host)
{
    [Fact]
    public async Task IncidentsPage_NothingFailed_IsCalm()
    {
        await Read(db => db.Incidents.ExecuteDeleteAsync(Cancel));

        (await Administrator.SendAsync(new IncidentsPageQuery())).IsCalm.ShouldBeTrue();
    }

    [Fact]
    public async Task IncidentsPage_StepFailed_NamesStepCaseAndCauseAndNoClient()
    {
        var browser = await Administrator.BrowseAsync();

        var page = await browser.OpenAsync("/storingen");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldContain("kapot");
        page.Text.ShouldContain($"Traject {Case.Number}");
        page.Text.ShouldNotContain("Cliënt Nummer");
    }

    [Fact]
    public async Task IncidentsPage_WorkThatWaits_SaysSinceWhen()
    {
        await Given(A.Case());
        Clock.Advance(TimeSpan.FromDays(40));

        var page = await Administrator.SendAsync(new IncidentsPageQuery());

        page.Due.ShouldBeGreaterThan(0);
        page.OldestDueAt.ShouldNotBeNull().ShouldBeLessThan(Clock.GetUtcNow());
    }
}
