using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Workflows;
using Regulatief.Tests.Testing;
using Regulatief.Web.ElsaApi.Definitions;

namespace Regulatief.Tests.Journeys;

/// <summary>What all walks share: the browser, and the demo's database with, beside the demo, what goes wrong in a real one.</summary>
public sealed class WalkGround : IAsyncLifetime
{
    private static readonly string Chromium = Environment.GetEnvironmentVariable("REGULATIEF_TEST_CHROMIUM") ?? "/usr/bin/chromium";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("regulatief-walk");
    private IPlaywright? _playwright;

    public IBrowser Browser { get; private set; } = null!;

    /// <summary>A file to copy.</summary>
    public string Seeded => Path.Combine(_folder.FullName, "seeded.db");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium)) throw Promised.Missing("chromium", $"No browser at {Chromium}.");
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });

        if (Environment.GetEnvironmentVariable("SEED") is { } seed && File.Exists(seed)) { File.Copy(seed, Seeded); return; }
        await using var host = WalkHost.Start();
        await FailAsync(host);
        await DrawAsideAsync(host);
        await host.CopyAsync(Seeded);
        if (Environment.GetEnvironmentVariable("SEED") is { } seed2) File.Copy(Seeded, seed2);
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null) await Browser.DisposeAsync();
        _playwright?.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Steps that failed, work that is parked, and an event that nobody waits for any more.</summary>
    private static async Task FailAsync(WalkHost host)
    {
        await host.ImportAsync(Repository.Read($"tests/Regulatief.Tests/Testing/Definitions/{TestDefinitions.FailsThenTask}.json"));
        for (var i = 0; i < 5; i++) await A.Case().Running(TestDefinitions.FailsThenTask).InAsync(host);
        await host.ReadAsync(async db =>
        {
            var instance = await db.Instances.Select(i => i.Id).FirstAsync(Cancel);
            db.Inbox.Add(new InboxEvent { Id = Guid.CreateVersion7(), InstanceId = instance, EventName = "Te laat", ArrivedAt = TimeProvider.System.GetUtcNow(), Round = -1 });
            foreach (var work in await db.DueWork.Where(w => w.Kind == DueWorkKind.TaskReminder).Take(3).ToListAsync(Cancel))
                while (work.ParkedAt is null) work.Fail("TimeoutException", TimeProvider.System.GetUtcNow());
            return await db.SaveChangesAsync(Cancel);
        });
    }

    /// <summary>A drawing that two designers changed at once, of which the later was kept aside.</summary>
    private static async Task DrawAsideAsync(WalkHost host)
    {
        var designers = new[] { await A.Account(AccountRole.Designer).InAsync(host), await A.Account(AccountRole.Designer).InAsync(host) };
        var opened = await SaveAsync(host, designers[0], TestDefinitions.TasksInTurn("samen-getekend", 1, "bellen", "mailen"));
        await SaveAsync(host, designers[1], Described(opened, "Eerst bellen."));
        await SaveAsync(host, designers[0], Described(opened, "Eerst mailen."));
    }

    private static async Task<JsonObject> SaveAsync(WalkHost host, Account by, JsonObject drawing) =>
        (await host.As(by).SendAsync(new SaveDefinitionCommand(drawing, Publish: false))).WorkflowDefinition;

    private static JsonObject Described(JsonObject drawing, string text)
    {
        var described = (JsonObject)drawing.DeepClone();
        described["description"] = text;
        return described;
    }
}
