using Regulatief.Cases.Cases;
using Regulatief.Tests.Features.RiskSignals;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.MyWork;

namespace Regulatief.Tests.Features.MyWork;

public sealed class ReviewWorkTests(SqliteHost host) : SignalTest(host)
{
    [Fact]
    public async Task ReviewWork_NothingInvoked_IsEmpty()
    {
        var work = await As(PrivacyOfficer).SendAsync(new ReviewWorkQuery());

        work.Tasks.Count.ShouldBe(0);
        work.Notices.ShouldBeEmpty();
    }

    [Fact]
    public async Task ReviewWork_ExceptionInvoked_IsATaskThatNamesTheCaseAndNotTheClient()
    {
        await Share(CaseRole.Professional, AcuteDanger);

        var page = await (await As(PrivacyOfficer).BrowseAsync()).OpenAsync("/");

        page.Text.ShouldContain($"{Case.Number}");
        page.Text.ShouldNotContain("Cliënt Nummer");
    }
}
