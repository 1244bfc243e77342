using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
using Regulatief.Tests.Testing;
using Regulatief.Web.ElsaApi.Definitions;

namespace Regulatief.Tests.Robustness;

/// <summary>Two at one definition at the same time, in two contexts of one database: what was published is what was judged, and nothing of it changes.</summary>
public abstract class DefinitionRaceContract(RacingHosts hosts) : IAsyncLifetime
{
    private const string Unknown = "Elders.Onbekend";

    private static readonly int Pairs = FaultLength.Of(10, 200);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private RegulatiefHost First => hosts.First;

    private RegulatiefHost Second => hosts.Second;

    public async ValueTask InitializeAsync()
    {
        if (First.Database.Missing is { } reason) throw Promised.Missing(First.Database.Provider.ToString().ToLowerInvariant(), reason);
        await First.ResetAsync(Cancel);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Draft_SavedInOneContextAfterItWasPublishedInAnother_IsNotWrittenInto()
    {
        var stored = await StoredAsync();
        await using var one = First.Services.CreateAsyncScope();
        var db = one.ServiceProvider.GetRequiredService<RegulatiefDbContext>();
        var read = await db.Definitions.SingleAsync(d => d.Id == stored.Id, Cancel);
        await Second.ReadAsync(async other =>
        {
            (await other.Definitions.SingleAsync(d => d.Id == stored.Id, Cancel)).Publish(First.Clock.GetUtcNow());
            return await other.SaveChangesAsync(Cancel);
        });

        read.Save(new Drawing("Anders", null, "{}"), First.Clock.GetUtcNow(), Guid.NewGuid());

        await Should.ThrowAsync<DbUpdateConcurrencyException>(db.SaveChangesAsync(Cancel));
        (await VersionsOf(stored.DefinitionId)).ShouldHaveSingleItem().Json.ShouldBe(stored.Json);
    }

    [Fact]
    public async Task Draft_PublishedInOneContextAfterItWasSavedInAnother_IsNotPublished()
    {
        var stored = await StoredAsync();
        await using var one = First.Services.CreateAsyncScope();
        var db = one.ServiceProvider.GetRequiredService<RegulatiefDbContext>();
        var judged = await db.Definitions.SingleAsync(d => d.Id == stored.Id, Cancel);
        await Second.ReadAsync(async other =>
        {
            (await other.Definitions.SingleAsync(d => d.Id == stored.Id, Cancel)).Save(new Drawing("Anders", null, "{}"), First.Clock.GetUtcNow(), Guid.NewGuid());
            return await other.SaveChangesAsync(Cancel);
        });

        judged.Publish(First.Clock.GetUtcNow());

        await Should.ThrowAsync<DbUpdateConcurrencyException>(db.SaveChangesAsync(Cancel));
        (await VersionsOf(stored.DefinitionId)).ShouldHaveSingleItem().IsPublished.ShouldBeFalse();
    }

    [Fact]
    public async Task Draft_SavedAndPublishedAtOnce_PublishesNothingUnjudged()
    {
        var (drawer, publisher) = (await DesignerAsync(), await DesignerAsync());
        for (var i = 0; i < Pairs; i++)
        {
            var id = NewId();
            var saved = (await First.As(drawer).SendAsync(new SaveDefinitionCommand(Drawing(id), false))).WorkflowDefinition;
            saved["root"]!["activities"]![0]!["type"] = Unknown;

            var tries = await TriesAsync(
                () => First.As(drawer).SendAsync(new SaveDefinitionCommand(saved, false)), () => Second.As(publisher).SendAsync(new PublishDefinitionCommand(id)));

            tries[0].ShouldBeNull();
            if (tries[1] is { } lost) (lost is ConcurrencyConflictException or DefinitionRefusedException).ShouldBeTrue(lost.ToString());
            var versions = await VersionsOf(id);
            versions.Where(v => v.PublishedAt is not null).ShouldAllBe(v => !v.Json.Contains(Unknown));
            versions.Count(v => v.IsPublished).ShouldBe(tries[1] is null ? 1 : 0);
            versions.ShouldContain(v => v.Json.Contains(Unknown), "what was drawn is kept");
            versions.Count(v => v.IsLatest).ShouldBe(1);
        }
    }

    [Fact]
    public async Task PublishedVersion_SavedOverByTwoAtOnce_KeepsBothDrawings()
    {
        var (one, other) = (await DesignerAsync(), await DesignerAsync());
        for (var i = 0; i < Pairs; i++)
        {
            var id = NewId();
            var published = (await First.As(one).SendAsync(new SaveDefinitionCommand(Drawing(id), true))).WorkflowDefinition;

            var tries = await TriesAsync(
                () => First.As(one).SendAsync(new SaveDefinitionCommand(Titled(published, "Mailen"), false)),
                () => Second.As(other).SendAsync(new SaveDefinitionCommand(Titled(published, "Langsgaan"), false)));

            tries.ShouldAllBe(failure => failure == null);
            var versions = await VersionsOf(id);
            versions.Select(v => (v.Version, v.IsPublished, v.IsLatest)).ShouldBe([(1, true, false), (2, false, true)]);
            var branch = await First.ReadAsync(db => db.DefinitionBranches.AsNoTracking().SingleAsync(b => b.OfDefinitionId == id, Cancel));
            string[] texts = [versions[1].Json, (await VersionsOf(branch.DefinitionId)).ShouldHaveSingleItem().Json];
            texts.ShouldContain(text => text.Contains("Mailen"));
            texts.ShouldContain(text => text.Contains("Langsgaan"));
        }
    }

    [Fact]
    public async Task SameFile_ImportedOnTwoNodesThatStartTogether_IsStoredOnce()
    {
        for (var i = 0; i < Pairs; i++)
        {
            var id = NewId();
            var file = Drawing(id).ToJsonString();

            (await TriesAsync(() => First.ImportAsync(file), () => Second.ImportAsync(file))).ShouldAllBe(failure => failure == null);

            var stored = (await VersionsOf(id)).ShouldHaveSingleItem();
            (stored.Version, stored.IsPublished, stored.IsLatest).ShouldBe((1, true, true));
        }
    }

    [Fact]
    public async Task TwoFilesOfOneDefinition_ImportedAtOnce_AreTwoVersionsOfWhichOneIsPublished()
    {
        for (var i = 0; i < Pairs; i++)
        {
            var id = NewId();
            await First.ImportAsync(Drawing(id).ToJsonString());

            (await TriesAsync(() => First.ImportAsync(Titled(Drawing(id), "Mailen").ToJsonString()), () => Second.ImportAsync(Titled(Drawing(id), "Langsgaan").ToJsonString())))
                .ShouldAllBe(failure => failure == null);

            (await VersionsOf(id)).Select(v => (v.Version, v.IsPublished, v.IsLatest)).ShouldBe([(1, false, false), (2, false, false), (3, true, true)]);
        }
    }

    private static string NewId() => $"wedloop-{Guid.NewGuid():N}";

    private static JsonObject Drawing(string id) => (JsonObject)JsonNode.Parse($$"""
        { "definitionId": "{{id}}", "name": "{{id}}", "version": 1, "root": { "id": "stroom", "type": "Elsa.Flowchart", "activities": [
          { "id": "bellen", "type": "Regulatief.CaseTask", "title": { "typeName": "String", "expression": { "type": "Literal", "value": "Bellen" } } } ], "connections": [] } }
        """)!;

    private static JsonObject Titled(JsonObject drawing, string title)
    {
        var changed = (JsonObject)drawing.DeepClone();
        changed["root"]!["activities"]![0]!["title"]!["expression"]!["value"] = title;
        return changed;
    }

    private async Task<StoredDefinition> StoredAsync()
    {
        var id = NewId();
        await First.As(await DesignerAsync()).SendAsync(new SaveDefinitionCommand(Drawing(id), false));
        return (await VersionsOf(id)).Single();
    }

    private Task<Account> DesignerAsync() => A.Account(AccountRole.Designer).InAsync(First);

    private Task<List<StoredDefinition>> VersionsOf(string id) =>
        First.ReadAsync(db => db.Definitions.AsNoTracking().Where(d => d.DefinitionId == id).OrderBy(d => d.Version).ToListAsync(Cancel));

    /// <summary>Both at once, from a barrier.</summary>
    /// <returns>What each failed with; null for the one that succeeded.</returns>
    private static async Task<Exception?[]> TriesAsync(Func<Task> one, Func<Task> other)
    {
        using var barrier = new Barrier(2);
        return await Task.WhenAll(Try(one), Try(other));

        Task<Exception?> Try(Func<Task> what) => Task.Run(async () =>
        {
            barrier.SignalAndWait();
            return await Record.ExceptionAsync(what);
        });
    }
}

public sealed class SqliteDefinitionRaceTests(RacingOnSqlite hosts) : DefinitionRaceContract(hosts), IClassFixture<RacingOnSqlite>;

public sealed class PostgreSqlDefinitionRaceTests(RacingOnPostgreSql hosts) : DefinitionRaceContract(hosts), IClassFixture<RacingOnPostgreSql>;
