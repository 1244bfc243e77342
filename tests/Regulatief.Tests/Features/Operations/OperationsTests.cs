using System.Net;
using System.Text.Json.Nodes;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.Server;
using Hangfire.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Promises;
using Regulatief.Tests.Features.Shared;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Operations;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Jobs;

namespace Regulatief.Tests.Features.Operations;

public sealed class OperationsTests(SqliteHost host) : FeatureTest(host)
{
    private Account _administrator = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _administrator = await Given(A.Account(AccountRole.Administrator));
    }

    [Theory, InlineData(AccountRole.Coordinator), InlineData(AccountRole.Manager), InlineData(AccountRole.Client)]
    public async Task Operations_ForWhoIsNoAdministrator_AreRefused(AccountRole role)
    {
        var other = As(await Given(A.Account(role)));

        (await (await other.BrowseAsync()).OpenAsync("/systeem")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await (await other.ApiAsync()).GetAsync(new Uri("/api/v1/operations", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Operations_NothingWaits_AreFine()
    {
        var page = await AskedAsync();

        page.IsFine.ShouldBeTrue();
        page.Work.ShouldBeEmpty();
        (await (await As(_administrator).BrowseAsync()).OpenAsync("/systeem")).Text.ShouldContain("Alles loopt");
    }

    [Fact]
    public async Task Operations_WorkThatNobodyDoes_IsToldByKindWithTheAgeOfTheOldest()
    {
        await Given(A.Case());
        Clock.Advance(TimeSpan.FromDays(40));

        var page = await AskedAsync();

        page.IsFine.ShouldBeFalse();
        var reminders = page.Work.Single(w => w.Kind == DueWorkKind.TaskReminder);
        reminders.Late.ShouldBe(reminders.Due);
        reminders.Since.ShouldNotBeNull().ShouldBeLessThan(page.At.AddDays(-20));
        page.Checks.Single(c => c.Name == "due-work").Status.ShouldBe(HealthStatus.Unhealthy);
    }

    [Fact]
    public async Task Operations_WorkThatBecameDueJustNow_IsNotLate()
    {
        await Given(A.Case());
        Clock.AdjustTime((await Read(db => db.DueWork.MinAsync(w => w.DueAt, Cancel))).AddMinutes(4));

        var page = await AskedAsync();

        page.Work.Sum(w => w.Due).ShouldBeGreaterThan(0);
        page.Work.Sum(w => w.Late).ShouldBe(0);
        page.IsFine.ShouldBeTrue();
    }

    [Fact]
    public async Task Operations_WorkOfACaseOnHold_IsNotCounted()
    {
        var @case = await Given(A.Case());
        await As(@case.Officer).SendAsync(new PauseCaseCommand(@case.Id, "Opname."));
        Clock.Advance(TimeSpan.FromDays(40));

        (await AskedAsync()).Work.ShouldBeEmpty();
    }

    [Fact]
    public async Task Operations_WorkThatFailed_WaitsForItsNextTryAndIsThenParked()
    {
        await Given(A.Case().Running(TestDefinitions.StartsUnknownWorkflow));
        await Host.SweepAsync();

        var failed = (await AskedAsync()).Work.ShouldHaveSingleItem();
        (failed.Due, failed.Retrying, failed.Parked).ShouldBe((0, 1, 0));

        for (var attempt = 0; attempt < 4; attempt++) await Host.PassAsync(TimeSpan.FromMinutes(30));
        var parked = (await AskedAsync()).Work.ShouldHaveSingleItem();
        (parked.Due, parked.Late, parked.Retrying, parked.Parked).ShouldBe((0, 0, 0, 1));
    }

    [Fact]
    public async Task Operations_Mails_AreCountedByKindAndTheirRefusalsByCode()
    {
        var now = Clock.GetUtcNow();
        Mail Of(MailKind kind) => new() { AccountId = _administrator.Id, Kind = kind, PromisedAt = now, DueAt = now, UntilAt = now.AddDays(3) };
        var (sent, refused, late) = (Of(MailKind.Invitation), Of(MailKind.Invitation), Of(MailKind.Notices));
        var (retried, outdated) = (Of(MailKind.Notices), Of(MailKind.Meeting));
        foreach (var mail in new[] { sent, refused, outdated }) mail.TakenAt = now;
        sent.Send(now);
        refused.Fail("smtp-550", true, now);
        outdated.Fail(Mail.Outdated, true, now);
        retried.Fail("smtp-451", false, now.AddMinutes(20));
        await Host.WriteAsync(db => db.Mails.AddRange(sent, refused, late, retried, outdated));
        Clock.Advance(TimeSpan.FromMinutes(10));

        var page = await AskedAsync();

        page.Mails.ShouldBe([new MailQueue(MailKind.Invitation, 0, 0, null, 0, 1, 1), new MailQueue(MailKind.Notices, 1, 1, now, 1, 0, 0)]);
        page.Refusals.ShouldBe([new MailRefusal("smtp-550", 1)]);
        page.IsFine.ShouldBeFalse();
    }

    [Fact]
    public async Task Operations_OverTheApi_AreTheSame()
    {
        await Given(A.Case());
        Clock.Advance(TimeSpan.FromDays(40));

        var told = await (await (await As(_administrator).ApiAsync()).GetAsync(new Uri("/api/v1/operations", UriKind.Relative), Cancel)).JsonAsync();

        var page = await AskedAsync();
        told["work"]!.AsArray().Select(w => ((string)w!["kind"]!, (int)w["due"]!, (int)w["late"]!)).ShouldBe(page.Work.Select(w => (w.Kind.ToString(), w.Due, w.Late)));
        ((bool)told["isFine"]!).ShouldBeFalse();
        told["jobs"]!["servers"].ShouldBeOfType<JsonArray>();
    }

    [Fact]
    public async Task Operations_OnThePage_NameNobody()
    {
        var @case = await Given(A.Case());
        Clock.Advance(TimeSpan.FromDays(40));
        await Host.WriteAsync(db => db.Mails.Add(new Mail { AccountId = @case.Officer.Id, Kind = MailKind.Notices, PromisedAt = Clock.GetUtcNow(), DueAt = Clock.GetUtcNow(), UntilAt = Clock.GetUtcNow().AddDays(1) }));

        var main = (await (await As(_administrator).BrowseAsync()).OpenAsync("/systeem")).Text;

        main.ShouldContain("Herinnering");
        main.ShouldNotContain("Cliënt Nummer");
        main.ShouldNotContain(@case.Officer.DisplayName);
        main.ShouldNotContain($"{@case.Number}");
    }

    [Fact]
    public void Operations_JobStorage_TellsItsServers()
    {
        using var storage = new InMemoryStorage();
        storage.GetConnection().AnnounceServer("node:7:abc", new ServerContext { Queues = ["default"], WorkerCount = 2 });

        var state = JobStorageState.Of(storage).ShouldNotBeNull();

        var server = state.Servers.ShouldHaveSingleItem();
        (server.Name, server.Workers, server.Queues.ShouldHaveSingleItem()).ShouldBe(("node:7:abc", 2, "default"));
        state.Recurring.ShouldBeEmpty();
    }

    [Fact]
    public void Operations_JobStorageThatIsAway_IsTold() => JobStorageState.Of(new StorageThatIsAway()).ShouldBeNull();

    [Theory, InlineData("nl"), InlineData("en")]
    public void Operations_EachJobAndCheck_HasWords(string language)
    {
        using var _ = Language.Of(language);
        var texts = new Texts(typeof(Texts).Assembly);
        var jobs = typeof(Turns).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(BackgroundService)) && t.GetConstructors()[0].GetParameters().Any(p => p.ParameterType == typeof(Turns))).ToList();
        jobs.ShouldContain(typeof(DueWorkSweep));
        var checks = Host.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<HealthCheckServiceOptions>>().Value.Registrations;

        jobs.Select(job => $"Operations.Job.{job.Name}").Concat(checks.Select(check => $"Operations.Check.{check.Name}")).Concat(checks.Select(check => $"Operations.Check.{check.Name}.Otherwise"))
            .Where(key => texts.Find(key) is null).ShouldBeEmpty();
    }

    private Task<OperationsPage> AskedAsync() => As(_administrator).SendAsync(new OperationsQuery());

    private sealed class StorageThatIsAway : JobStorage
    {
        public override IMonitoringApi GetMonitoringApi() => throw new TimeoutException("The job storage does not answer.");

        public override IStorageConnection GetConnection() => throw new TimeoutException("The job storage does not answer.");
    }
}
