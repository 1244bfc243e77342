using System.Net;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.ElsaApi;

public sealed class WorkflowInstanceHubTests(SqliteHost host) : ElsaApiTest(host)
{
    private const string Hub = "/elsa/hubs/workflow-instance";

    [Fact]
    public async Task Hub_AnybodyButADesigner_IsRefused()
    {
        var officer = await As(await Given(A.Account(AccountRole.ProbationOfficer))).ApiAsync();

        (await officer.PostAsync($"{Hub}/negotiate?negotiateVersion=1", new { })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
