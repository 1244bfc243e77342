using System.Net;
using System.Text.RegularExpressions;
using Hangfire;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.DueWorks;

namespace Regulatief.Tests.Features.Operations;

/// <summary>Hangfire's own pages.</summary>
public sealed partial class JobDashboardTests(SqliteHost host) : FeatureTest(host)
{
    private const string Dashboard = "/systeem/hangfire";

    [Theory, InlineData(AccountRole.Coordinator), InlineData(AccountRole.Manager), InlineData(AccountRole.Designer)]
    public async Task JobDashboard_ForWhoIsNoAdministrator_IsRefused(AccountRole role)
    {
        var browser = await As(await Given(A.Account(role))).BrowseAsync();

        foreach (var page in Pages) (await browser.OpenAsync(page)).Status.ShouldBe(HttpStatusCode.Forbidden, page);
    }

    [Fact]
    public async Task JobDashboard_WithoutALogIn_AsksForOne() => (await Anybody(Host).OpenAsync(Dashboard)).Url.AbsolutePath.ShouldBe("/inloggen");

    [Fact]
    public async Task JobDashboard_ByATokenOfAnAdministrator_IsRefused()
    {
        using var api = await As(await Given(A.Account(AccountRole.Administrator))).ApiAsync();

        using var answer = await api.GetAsync(new Uri(Dashboard, UriKind.Relative), Cancel);

        answer.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe(Dashboard);
        answer.StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task JobDashboard_ForAnAdministrator_ShowsJobsByTheirIdsAlone()
    {
        var work = Guid.CreateVersion7();
        var job = Jobs.Schedule<DueWorkJob>(due => due.RunAsync(work), TimeSpan.FromDays(1));
        using var browser = await AdministratorAsync();

        foreach (var page in Pages) (await browser.GetAsync(new Uri(page, UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK, page);

        var details = await browser.GetStringAsync(new Uri($"{Dashboard}/jobs/details/{job}", UriKind.Relative), Cancel);
        details.ShouldContain(work.ToString());
        Jobs.Delete(job);
    }

    // What a job is given is shown there, and is kept where no rule of ours looks.
    [Fact]
    public async Task Jobs_ThatTheProductMakes_AreGivenIdsAlone()
    {
        await Given(A.Case().Running("andere-workflow-dan-taak"));
        await Host.PassAsync(TimeSpan.FromDays(1));

        var told = Host.Services.GetRequiredService<JobStorage>().GetMonitoringApi();
        var jobs = told.ScheduledJobs(0, 1000).Select(j => j.Value.Job).Concat(told.EnqueuedJobs("default", 0, 1000).Select(j => j.Value.Job)).ToList();

        jobs.ShouldNotBeEmpty();
        jobs.SelectMany(job => job.Args).Where(argument => argument is not (Guid or CancellationToken or null)).ShouldBeEmpty();
    }

    [Fact]
    public async Task JobDashboard_ACommand_IsRefusedAndDoesNothing()
    {
        var job = Jobs.Schedule<DueWorkJob>(due => due.RunAsync(Guid.CreateVersion7()), TimeSpan.FromDays(1));
        using var browser = await AdministratorAsync();
        var page = await browser.GetStringAsync(new Uri($"{Dashboard}/jobs/scheduled", UriKind.Relative), Cancel);
        using var command = new HttpRequestMessage(HttpMethod.Post, $"{Dashboard}/jobs/scheduled/delete") { Content = new FormUrlEncodedContent([new("jobs[]", job)]) };
        command.Headers.Add(Meta(page, "csrf-header"), Meta(page, "csrf-token"));

        using var answer = await browser.SendAsync(command, Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        Host.Services.GetRequiredService<JobStorage>().GetMonitoringApi().JobDetails(job).History[0].StateName.ShouldBe("Scheduled");
        Jobs.Delete(job);
    }

    [Fact]
    public async Task JobDashboard_HasAPolicyOfItsOwn_WhichLoosensNoOther()
    {
        using var browser = await AdministratorAsync();

        var (dashboard, other) = (await PolicyOfAsync(browser, Dashboard), await PolicyOfAsync(browser, "/systeem"));

        dashboard.ShouldContain("style-src 'self' 'unsafe-inline'");
        dashboard.ShouldContain("script-src 'self';");
        dashboard.ShouldContain("frame-ancestors 'none'");
        other.ShouldContain("style-src 'self';");
        Script().Matches(await browser.GetStringAsync(new Uri(Dashboard, UriKind.Relative), Cancel)).ShouldBeEmpty("no script stands in the page itself");
    }

    // Its pages would ask every two seconds and keep a log-in awake that nobody sits at.
    [Fact]
    public async Task JobDashboard_LeftOpen_AsksForNothingWithinALogIn()
    {
        using var browser = await AdministratorAsync();

        var page = await browser.GetStringAsync(new Uri(Dashboard, UriKind.Relative), Cancel);

        TimeSpan.FromMilliseconds(int.Parse(Interval().Match(page).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).ShouldBeGreaterThan(Session.LongestOfPages);
    }

    private static IReadOnlyList<string> Pages => [Dashboard, $"{Dashboard}/jobs/enqueued", $"{Dashboard}/jobs/scheduled", $"{Dashboard}/jobs/failed", $"{Dashboard}/recurring", $"{Dashboard}/servers", $"{Dashboard}/retries"];

    private IBackgroundJobClient Jobs => Host.Services.GetRequiredService<IBackgroundJobClient>();

    internal static Browser Anybody(RegulatiefHost host) => new(host.CreateDefaultClient(Person.Address, new RedirectHandler(10), new CookieContainerHandler()));

    private async Task<HttpClient> AdministratorAsync() => (await As(await Given(A.Account(AccountRole.Administrator))).BrowseAsync()).Http;

    private static async Task<string> PolicyOfAsync(HttpClient browser, string path)
    {
        using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative), Cancel);
        return $"{answer.Headers.GetValues("Content-Security-Policy").Single()};";
    }

    private static string Meta(string page, string name) => Regex.Match(page, $"<meta name=\"{name}\" content=\"([^\"]+)\"").Groups[1].Value;

    [GeneratedRegex("<script(?![^>]*src=)")]
    private static partial Regex Script();

    [GeneratedRegex("data-pollinterval=\"(\\d+)\"")]
    private static partial Regex Interval();
}

/// <summary>As everywhere outside Development: who works here must have a second factor.</summary>
public sealed class JobDashboardFactorTests(FactorHost host) : IClassFixture<FactorHost>
{
    [Fact]
    public async Task JobDashboard_OfAnAdministratorWithoutASecondFactor_LeadsToSettingOneUp()
    {
        await host.ResetAsync(TestContext.Current.CancellationToken);
        var browser = await host.As(await A.Account(AccountRole.Administrator).InAsync(host)).BrowseAsync();

        (await browser.OpenAsync("/systeem/hangfire")).Url.AbsolutePath.ShouldBe("/mijn-account/tweede-factor");
    }
}

/// <summary>Hangfire lets in whoever asks from the developer's own machine; the product does not.</summary>
public sealed class JobDashboardInDevelopmentTests(DevelopmentHost host) : IClassFixture<DevelopmentHost>
{
    [Fact]
    public async Task JobDashboard_InDevelopment_AsksForALogInToo() => (await JobDashboardTests.Anybody(host).OpenAsync("/systeem/hangfire")).Url.AbsolutePath.ShouldBe("/inloggen");
}
