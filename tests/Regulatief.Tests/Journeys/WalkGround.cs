using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Promises;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
using Regulatief.Cases.Workflows;
using Regulatief.Tests.Testing;
using Regulatief.Web.ElsaApi.Definitions;
using Regulatief.Web.Features.Agreements;
using Regulatief.Web.Features.RiskSignals;

namespace Regulatief.Tests.Journeys;

/// <summary>What all walks share: the browser, and the demo's database with, beside the demo, what goes wrong in a real one.</summary>
public sealed class WalkGround(SeededDemo demo) : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("regulatief-walk");
    private TestBrowser? _browser;

    /// <exception cref="Exception">There is none here: see <see cref="TestBrowser.Missing"/>.</exception>
    public IBrowser Browser => _browser?.Browser ?? throw TestBrowser.Missing;

    /// <summary>A file to copy.</summary>
    public string Seeded => Path.Combine(_folder.FullName, "seeded.db");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (!TestBrowser.IsHere) return;
        _browser = await TestBrowser.StartAsync();

        await using var host = WalkHost.Start(await demo.FileAsync(), asksFactor: false);
        await FailAsync(host);
        await DrawAsideAsync(host);
        await DrawAnewAsync(host);
        await ProposeAnewAsync(host);
        await NoteSignalsAsync(host);
        await host.CopyAsync(Seeded);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
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

    /// <summary>A newer version of the cycle that the demo's cases run on.</summary>
    private static async Task DrawAnewAsync(WalkHost host)
    {
        var stored = await host.ReadAsync(db => db.Definitions.SingleAsync(d => d.DefinitionId == "regulatieve-cyclus" && d.IsPublished, Cancel));
        var drawing = Described((JsonObject)JsonNode.Parse(stored.Json)!, "Met andere woorden.");
        await host.As(await A.Account(AccountRole.Designer).InAsync(host)).SendAsync(new SaveDefinitionCommand(drawing, Publish: true));
    }

    /// <summary>Agreements that the demo's volunteer can still sign or refuse.</summary>
    private static async Task ProposeAnewAsync(WalkHost host)
    {
        var (@case, officer) = await host.ReadAsync(async db =>
        {
            var paired = await db.Cases.Where(c => c.Phase == CasePhase.WorkingTogether && c.PausedAt == null
                && c.Assignments.Any(a => a.Until == null && db.Accounts.Any(v => v.Id == a.Volunteer.AccountId && v.UserName == "vrijwilliger"))).OrderBy(c => c.Number).LastAsync(Cancel);
            return (paired.Id, await db.Accounts.SingleAsync(a => a.Id == paired.ProfessionalId, Cancel));
        });
        var today = host.Services.GetRequiredService<TimeProvider>().Today();
        await host.As(officer).SendAsync(new ProposeAgreementCommand(@case, new AgreementProposal
        {
            Purpose = "Samen werken.",
            DiscussFirst = "Eerst praten.",
            ValidFrom = today,
            ValidUntil = today.AddMonths(6),
            Categories = [new ProposedCategory { Category = InformationCategory.RiskSignals, Recipients = [CaseRole.Professional] }],
        }));
    }

    /// <summary>Two signals of the demo's volunteer: one that may be passed on, and one about which the client was not reached some days ago.</summary>
    private static async Task NoteSignalsAsync(WalkHost host)
    {
        var (@case, account) = await host.ReadAsync(async db => (
            await db.RiskSignals.Where(s => s.Status == RiskSignalStatus.DiscussedWithClient && db.Accounts.Any(a => a.Id == s.Volunteer.AccountId && a.UserName == "vrijwilliger")).Select(s => s.CaseId).FirstAsync(Cancel),
            await db.Accounts.SingleAsync(a => a.UserName == "vrijwilliger", Cancel)));
        var (volunteer, today) = (host.As(account), host.Services.GetRequiredService<TimeProvider>().Today());

        var told = await volunteer.SendAsync(new NoteRiskSignalCommand(@case, RiskSignalKind.PossibleRelapse, "Iets gezien.", SignalSeverity.Worrying, new(2026, 11, 23)));
        await volunteer.SendAsync(new DiscussRiskSignalCommand(told, today, new TimeOnly(0, 1), DiscussionManner.FaceToFace, [CaseRole.Professional], "Dat het mis kan gaan.", "Klopt."));

        var untold = await volunteer.SendAsync(new NoteRiskSignalCommand(@case, RiskSignalKind.RisingRiskBehaviour, "Iets anders gezien.", SignalSeverity.Worrying, new(2026, 11, 23)));
        await host.ReadAsync(async db =>
        {
            var noted = db.Entry(await db.RiskSignals.SingleAsync(s => s.Id == untold, Cancel)).Property(s => s.NotedAt);
            noted.CurrentValue = noted.CurrentValue.AddDays(-5);
            return await db.SaveChangesAsync(Cancel);
        });
        await volunteer.SendAsync(new RecordFailedAttemptCommand(untold, today.AddDays(-3), DiscussionManner.ByPhone, AskCoordinator: false));
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
