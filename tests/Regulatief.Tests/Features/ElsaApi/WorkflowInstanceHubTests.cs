using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Tests.Testing;
using Regulatief.Web.ElsaApi.Instances;

namespace Regulatief.Tests.Features.ElsaApi;

/// <summary>What the instance viewer hears, over SignalR's own protocol.</summary>
public sealed class WorkflowInstanceHubTests(SqliteHost host) : ElsaApiTest(host)
{
    private const string Hub = "/elsa/hubs/workflow-instance";
    private const char End = '\u001e';

    [Fact]
    public async Task Hub_AnybodyButADesigner_IsRefused()
    {
        var officer = await As(await Given(A.Account(AccountRole.ProbationOfficer))).ApiAsync();

        (await officer.PostAsync($"{Hub}/negotiate?negotiateVersion=1", new { })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Hub_TaskOfTheInstanceIsDone_TellsTheViewerWithoutWhatPeopleWrote()
    {
        var @case = await Given(A.Case().Running("regulatieve-cyclus"));
        var id = (await Read(db => db.Instances.Select(i => i.Id).SingleAsync(Cancel))).Value.ToString("N");
        var (api, connection) = await ConnectedAsync(id);
        await LookAsync();
        (await HeardAsync(api, connection)).ShouldContain("\"activityNodeId\":\"regulatieve-cyclus:stroom:intake\",\"startedCount\":1,\"completedCount\":0");

        await Complete(@case, HumanTaskKind.Intake, Answers.Intake);
        await LookAsync();

        var heard = await HeardAsync(api, connection);
        heard.ShouldContain("\"activityNodeId\":\"regulatieve-cyclus:stroom:intake\",\"startedCount\":1,\"completedCount\":1");
        heard.ShouldContain("WorkflowExecutionLogUpdatedAsync");
        heard.ShouldContain($"\"workflowInstanceId\":\"{id}\"");
        heard.ShouldNotContain(Answers.Intake.HelpNeeds!);
    }

    private async Task<(HttpClient Api, string Connection)> ConnectedAsync(string instanceId)
    {
        var api = await As(await Designer()).ApiAsync();
        var negotiated = await (await api.PostAsync($"{Hub}/negotiate?negotiateVersion=1", new { })).JsonAsync();
        var connection = $"{Hub}?id={(string?)negotiated["connectionToken"]}";
        (await api.GetAsync(new Uri(connection, UriKind.Relative), Cancel)).EnsureSuccessStatusCode();
        await SayAsync(api, connection, """{ "protocol": "json", "version": 1 }""");
        await HeardAsync(api, connection);
        await SayAsync(api, connection, $$"""{ "type": 1, "invocationId": "1", "target": "ObserveInstanceAsync", "arguments": [ "{{instanceId}}" ] }""");
        await HeardAsync(api, connection);
        return (api, connection);
    }

    private static async Task SayAsync(HttpClient api, string connection, string message)
    {
        using var content = new StringContent(message + End);
        (await api.PostAsync(new Uri(connection, UriKind.Relative), content, Cancel)).EnsureSuccessStatusCode();
    }

    private static Task<string> HeardAsync(HttpClient api, string connection) => api.GetStringAsync(new Uri(connection, UriKind.Relative), Cancel);

    private Task LookAsync() => Host.Services.GetRequiredService<InstanceWatch>().LookAsync(Cancel);
}
