using System.Net;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Reports;

namespace Regulatief.Tests.Features.Reports;

public sealed class CaseloadTests(SqliteHost host) : FeatureTest(host)
{
    [Fact]
    public async Task Caseload_Officer_MayNotSee()
    {
        var browser = await As(await Given(A.ProbationOfficer())).BrowseAsync();

        (await browser.OpenAsync("/rapportage")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Caseload_Manager_SeesFiguresAndNoClient()
    {
        var @case = await Given(A.Case().ForClient("Omar", "Zegers").Paired());

        var page = await (await As(await Given(A.Account(AccountRole.Manager))).BrowseAsync()).OpenAsync("/rapportage");

        page.Text.ShouldContain(@case.Project.Name);
        page.Text.ShouldContain(@case.Officer.DisplayName);
        page.Text.ShouldNotContain("Zegers");
    }

    [Fact]
    public async Task Caseload_ATermPasses_CountsAsLateForItsOfficer()
    {
        var @case = await Given(A.Case().Paired());
        Clock.Advance(TimeSpan.FromDays(30));

        var caseload = await As(await Given(A.Account(AccountRole.Manager))).SendAsync(new CaseloadQuery());

        caseload.Terms.ShouldBe(new TermFigures(1, 1, 0));
        caseload.Terms.OverdueShare.ShouldBe(100);
        caseload.Officers.Single().ShouldBe(new OfficerFigures(@case.Officer.DisplayName, 1, 1, 1));
        caseload.Phases.Single(p => p.Phase == CasePhase.Intake).Cases.ShouldBe(1);
        caseload.Volunteers.ShouldBe(new VolunteerFigures(1, 1, 0, 0));
    }
}
