using System.Net;
using Regulatief.Cases.HumanTasks;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.HumanTasks;

public sealed class ShowTaskTests(SqliteHost host) : StepTest(host, HumanTaskKind.CaseTask)
{
    private string Url => $"/api/v1/tasks/{Step.Id}";

    [Fact]
    public async Task ShowTask_ColleagueWithoutCover_IsNotFound()
    {
        var api = await As(await Given(A.ProbationOfficer())).ApiAsync();

        (await GetAsync(api, Url)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task ShowTask_DesignersFields_AreDescribed()
    {
        var task = await (await GetAsync(await As(Case.Officer).ApiAsync(), Url)).JsonAsync();

        var fields = task["form"]!["fields"]!.AsArray().ToDictionary(f => (string)f!["name"]!, f => (string)f!["type"]!);
        (fields["verslag"], fields["dag"], fields["soort"], fields["outcome"]).ShouldBe(("text", "date", "choice", "choice"));
    }

    [Fact]
    public async Task ShowTask_EveryStep_IsDescribed()
    {
        foreach (var person in new[] { Case.Officer, Case.Coordinator })
        {
            var api = await As(person).ApiAsync();
            foreach (var item in (await (await GetAsync(api, "/api/v1/tasks")).JsonAsync())["items"]!.AsArray())
            {
                var answer = await GetAsync(api, $"/api/v1/tasks/{item!["id"]}");
                answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{item["kind"]}");
                (await answer.JsonAsync())["form"]!["fields"]!.AsArray().ShouldNotBeEmpty();
            }
        }
    }

    [Fact]
    public async Task ShowTask_CompletedByTheApi_HasItsOutcomeAndNoForm()
    {
        var api = await As(Case.Officer).ApiAsync();

        var done = await api.PostAsync($"{Url}/complete", new { outcome = "Door", data = new { verslag = "Goed.", aantal = 3, akkoord = true } });
        var again = await api.PostAsync($"{Url}/complete", new { outcome = "Door", data = new { verslag = "Nog eens." } });

        (done.StatusCode, again.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.Conflict));
        var task = await (await GetAsync(api, Url)).JsonAsync();
        ((string?)task["outcome"], task["form"]).ShouldBe(("Door", null));
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient api, string url) => api.GetAsync(new Uri(url, UriKind.Relative), Cancel);
}
