using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Engine.Ports;
using Regulatief.Tests.Testing;
using Regulatief.Web.ElsaApi.Definitions;
using Regulatief.Web.Features.Workflows;

namespace Regulatief.Tests.Robustness;

/// <summary>While a definition is judged, which takes seconds, others can write: nobody stands at SQLite's gate for it.</summary>
/// <remarks>Judging asks the catalogue for every activity. Ours looks at the gate each time that it is asked.</remarks>
public sealed class DefinitionGateTests(DefinitionGateTests.Host host) : IClassFixture<DefinitionGateTests.Host>, IAsyncLifetime
{
    private readonly string _definitionId = $"poort-{Guid.NewGuid():N}";
    private Person _designer = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync(Cancel);
        _designer = host.As(await A.Account(AccountRole.Designer).InAsync(host));
    }

    public ValueTask DisposeAsync()
    {
        host.Catalog.WhenAsked = null;
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Control_AskedWhileTheGateIsTaken_SeesIt()
    {
        using var passage = await host.Gate.EnterAsync(Cancel);

        (await WatchAsync(() => Task.FromResult(host.Catalog.Find("Elsa.Flowchart")))).ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Save_WhileItIsJudged_LeavesTheGateFree(bool publish) =>
        (await WatchAsync(() => _designer.SendAsync(new SaveDefinitionCommand(Drawing(), publish)))).ShouldBe(0);

    [Fact]
    public async Task Publish_WhileItIsJudged_LeavesTheGateFree()
    {
        await _designer.SendAsync(new SaveDefinitionCommand(Drawing(), false));

        (await WatchAsync(() => _designer.SendAsync(new PublishDefinitionCommand(_definitionId)))).ShouldBe(0);

        (await host.ReadAsync(db => db.Definitions.AsNoTracking().SingleAsync(d => d.DefinitionId == _definitionId, Cancel))).IsPublished.ShouldBeTrue();
    }

    [Fact]
    public async Task ImportOnThePage_WhileItIsJudged_LeavesTheGateFree() =>
        (await WatchAsync(() => _designer.SendAsync(new ImportDefinitionCommand("poort.json", Drawing().ToJsonString())))).ShouldBe(0);

    [Fact]
    public async Task ImportOfFiles_WhileTheyAreJudged_LeavesTheGateFree()
    {
        var api = await _designer.ApiAsync();
        using var files = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(Drawing().ToJsonString())), "files", "poort.json" } };

        (await WatchAsync(async () => (await api.PostAsync(new Uri("/elsa/api/workflow-definitions/import-files", UriKind.Relative), files, Cancel)).EnsureSuccessStatusCode())).ShouldBe(0);
    }

    [Fact]
    public async Task Merge_WhileItIsJudged_LeavesTheGateFree()
    {
        var opened = (await _designer.SendAsync(new SaveDefinitionCommand(Drawing(), false))).WorkflowDefinition;
        var other = host.As(await A.Account(AccountRole.Designer).InAsync(host));
        await other.SendAsync(new SaveDefinitionCommand(Titled(opened, "Mailen"), false));
        opened["description"] = "Anders.";
        await _designer.SendAsync(new SaveDefinitionCommand(opened, false));
        var branch = await host.ReadAsync(db => db.Definitions.Where(d => db.DefinitionBranches.Any(b => b.OfDefinitionId == _definitionId && b.DefinitionId == d.DefinitionId)).Select(d => d.Id).SingleAsync(Cancel));
        var page = await _designer.SendAsync(new MergePageQuery(branch, []));

        (await WatchAsync(() => _designer.SendAsync(new MergeBranchCommand(branch, page.Revision, [])))).ShouldBe(0);
    }

    [Fact]
    public async Task Publish_SomeoneSavedWhileItWasJudged_IsRefusedAndNothingIsPublished()
    {
        await _designer.SendAsync(new SaveDefinitionCommand(Drawing(), false));
        host.Catalog.WhenAsked = SaveUnfinished;

        await Should.ThrowAsync<ConcurrencyConflictException>(_designer.SendAsync(new PublishDefinitionCommand(_definitionId)));

        var stored = await host.ReadAsync(db => db.Definitions.AsNoTracking().SingleAsync(d => d.DefinitionId == _definitionId, Cancel));
        stored.IsPublished.ShouldBeFalse();
        stored.Json.ShouldContain("Elders.Onbekend");
    }

    private void SaveUnfinished()
    {
        host.Catalog.WhenAsked = null;
        var changed = Drawing();
        changed["root"]!["activities"]![0]!["type"] = "Elders.Onbekend";
        _designer.SendAsync(new SaveDefinitionCommand(changed, false)).GetAwaiter().GetResult();
    }

    private JsonObject Drawing() => TestDefinitions.TasksInTurn(_definitionId, 1, "een", "twee");

    private static JsonObject Titled(JsonObject drawing, string title)
    {
        var changed = (JsonObject)drawing.DeepClone();
        changed["root"]!["activities"]![0]!["metadata"]!["displayText"] = title;
        return changed;
    }

    /// <summary>How often the gate was taken when the catalogue was asked.</summary>
    private async Task<int> WatchAsync(Func<Task> what)
    {
        var (asked, taken) = (0, 0);
        host.Catalog.WhenAsked = () =>
        {
            asked++;
            if (!host.IsGateFree()) taken++;
        };
        await what();
        host.Catalog.WhenAsked = null;
        asked.ShouldBeGreaterThan(0);
        return taken;
    }

    public sealed class Host() : RegulatiefHost(new SqliteDatabase())
    {
        public WatchedCatalog Catalog { get; private set; } = null!;

        public WriteGate Gate => Services.GetRequiredService<WriteGate>();

        /// <summary>Whether it can be entered, at once or when another writer, such as the one of the log of reads, is through.</summary>
        public bool IsGateFree()
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            try
            {
                Gate.EnterAsync(patience.Token).GetAwaiter().GetResult().Dispose();
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        protected override void Replace(IServiceCollection services)
        {
            Catalog = new WatchedCatalog((IActivityCatalog)services.Single(s => s.ServiceType == typeof(IActivityCatalog)).ImplementationInstance!);
            services.AddSingleton<IActivityCatalog>(Catalog);
        }
    }

    /// <summary>The product's catalogue, that tells when it is asked.</summary>
    public sealed class WatchedCatalog(IActivityCatalog catalog) : IActivityCatalog
    {
        public Action? WhenAsked { get; set; }

        public IReadOnlyCollection<Activity> Activities => catalog.Activities;

        public Activity? Find(string typeName)
        {
            WhenAsked?.Invoke();
            return catalog.Find(typeName);
        }
    }
}
