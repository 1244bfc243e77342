using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Engine.Instances;
using Regulatief.Tests.Testing;
using Regulatief.Web.ElsaApi.Instances;
using Regulatief.Web.ElsaApi.TestRuns;

namespace Regulatief.Tests.Features.ElsaApi;

public sealed class InstancesTests(SqliteHost host) : ElsaApiTest(host)
{
    /// <summary>As Studio writes the path to a node.</summary>
    private static readonly string[] Intake = ["regulatieve-cyclus:stroom:intake"];

    private static readonly ListInstancesQuery All = new(0, 100, null, null, null, null, null, null, null, null, null, null, null);

    [Fact]
    public async Task Instances_AnybodyButADesigner_AreRefused()
    {
        var officer = As(await Given(A.Account(AccountRole.ProbationOfficer)));

        await Should.ThrowAsync<CaseRuleException>(officer.SendAsync(All));
        await Should.ThrowAsync<CaseRuleException>(officer.SendAsync(new ShowInstanceQuery("x")));
        await Should.ThrowAsync<CaseRuleException>(officer.SendAsync(new FindVisitQuery("x")));
        await Should.ThrowAsync<CaseRuleException>(officer.SendAsync(new StartTestRunCommand("regulatieve-cyclus", null, null)));
        await Should.ThrowAsync<CaseRuleException>(officer.SendAsync(new EndTestRunsCommand(["x"])));
    }

    [Fact]
    public async Task Instances_OfARealCase_CanBeLookedAtAndNotChanged()
    {
        await Given(A.Case().Running("regulatieve-cyclus"));
        var designer = await Designer();
        var api = await As(designer).ApiAsync();
        var id = (await As(designer).SendAsync(All with { DefinitionId = "regulatieve-cyclus" })).Items.First(i => !i.Name.EndsWith("(test)", StringComparison.Ordinal)).Id;

        (await api.GetAsync(new Uri($"/elsa/api/workflow-instances/{id}", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.GetAsync(new Uri($"/elsa/api/workflow-instances/{id}/variables", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.PostAsync($"/elsa/api/workflow-instances/{id}/journal", new { })).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var change in new[] { $"cancel/workflow-instances/{id}", "alterations/run", "bulk-actions/import/workflow-instances", $"tasks/{id}/complete" })
            (await api.PostAsync($"/elsa/api/{change}", new { })).StatusCode.ShouldBe(HttpStatusCode.Forbidden, change);
        (await api.DeleteAsync(new Uri($"/elsa/api/workflow-instances/{id}", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Read(db => db.Instances.SingleAsync(Cancel))).Status.ShouldBe(WorkflowStatus.Running);
    }

    [Theory]
    [InlineData("andere-workflow-dan-taak")]
    [InlineData("onbekende-workflow")]
    public async Task ShowInstance_ChildThatHasNotBegun_IsShownWithoutAVersion(string definition)
    {
        await Given(A.Case().Running(definition));
        var child = await Read(db => db.Instances.AsNoTracking().SingleAsync(i => i.ParentId != null, Cancel));
        var api = await As(await Designer()).ApiAsync();

        child.DefinitionVersion.ShouldBe(0);
        foreach (var part in new[] { "", "/journal", "/variables", "/execution-state", "/export" })
            (await api.GetAsync(new Uri($"/elsa/api/workflow-instances/{child.Id.Value:N}{part}", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK, part);
        (await api.GetAsync(new Uri($"/elsa/api/activity-executions/list?workflowInstanceId={child.Id.Value:N}", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task ShowInstance_RunningCase_ShowsWhereItWaits()
    {
        await Given(A.Case().Running("regulatieve-cyclus"));
        var designer = await Designer();
        var id = (await Read(db => db.Instances.Select(i => i.Id).SingleAsync(Cancel))).Value.ToString("N");

        var record = await As(designer).SendAsync(new ShowInstanceQuery(id));

        record.IsTestRun.ShouldBeFalse();
        record.Instance.Bookmarks.ShouldNotBeEmpty();
        var report = await (await (await As(designer).ApiAsync()).PostAsync(
            "/elsa/api/activity-executions/report", new { workflowInstanceId = id, activityNodeIds = Intake })).JsonAsync();
        ((bool)report["stats"]![0]!["isBlocked"]!).ShouldBeTrue();
        var journal = await (await (await As(designer).ApiAsync()).PostAsync(
            $"/elsa/api/workflow-instances/{id}/journal", new { filter = new { activityNodeIds = Intake } })).JsonAsync();
        journal["items"]!.AsArray().Select(e => (string?)e!["eventName"]).ShouldBe(["Started", "Suspended"]);
        var visit = record.Journal[0].ActivityExecutionId.ToString("N");
        (await As(designer).SendAsync(new FindVisitQuery(visit))).ActivityId.ShouldBe(record.Journal[0].ActivityId);
    }

    [Fact]
    public async Task ShowInstance_NoSuchInstance_IsNotFound() =>
        await Should.ThrowAsync<NotFoundException>(As(await Designer()).SendAsync(new ShowInstanceQuery(Guid.NewGuid().ToString("N"))));

    [Fact]
    public async Task StartTestRun_Draft_RunsToItsFirstWaitAndTouchesNoCase()
    {
        var designer = await Designer();
        await Saved(designer);

        var run = await As(designer).SendAsync(new StartTestRunCommand(DefinitionId, "Latest", null));

        run.IsTestRun.ShouldBeTrue();
        run.Instance.Bookmarks.ShouldHaveSingleItem().ActivityId.ShouldBe("bellen");
        (await Read(db => db.Instances.CountAsync(Cancel))).ShouldBe(0);
        (await Read(db => db.HumanTasks.CountAsync(Cancel))).ShouldBe(0);
        (await As(designer).SendAsync(All with { DefinitionId = DefinitionId })).Items.ShouldHaveSingleItem().SubStatus.ShouldBe(WorkflowSubStatus.Suspended);
    }

    [Fact]
    public async Task StartTestRun_FromStudio_AnswersWithTheInstance()
    {
        var designer = await Designer();
        await Saved(designer);
        var api = await As(designer).ApiAsync();

        var answer = await api.PostAsync($"{Definitions}/{DefinitionId}/execute", new { versionOptions = "Latest" });

        var id = answer.Headers.GetValues("x-elsa-workflow-instance-id").Single();
        (await api.GetAsync(new Uri($"/elsa/api/workflow-instances/{id}/execution-state", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task EndTestRuns_ATestRun_IsGone()
    {
        var designer = await Designer();
        await Saved(designer);
        var id = (await As(designer).SendAsync(new StartTestRunCommand(DefinitionId, null, null))).Id.ToString("N");

        (await As(designer).SendAsync(new EndTestRunsCommand([id]))).AreAllTestRuns.ShouldBeTrue();

        await Should.ThrowAsync<NotFoundException>(As(designer).SendAsync(new ShowInstanceQuery(id)));
    }
}
