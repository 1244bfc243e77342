using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Audit;
using Regulatief.Web.Hosting.Jobs;

namespace Regulatief.Tests.Features.Audit;

/// <summary>The privacy officer's page of the seal, and what keeps it: <see cref="AuditIntegrityQuery"/>, <see cref="VerifyAuditQuery"/> and <see cref="RecordAuditVerificationCommand"/>.</summary>
public sealed class AuditIntegrityTests(SqliteHost host) : FeatureTest(host)
{
    private const string Page = "/inzage/verzegeling";

    private Account _privacyOfficer = null!;

    private AuditWatch Watch => Host.Services.GetRequiredService<AuditWatch>();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _privacyOfficer = await Given(A.Account(AccountRole.PrivacyOfficer));
        await Given(A.Case());
    }

    [Theory]
    [InlineData(AccountRole.ProbationOfficer)]
    [InlineData(AccountRole.Administrator)]
    [InlineData(AccountRole.Manager)]
    public async Task AuditIntegrity_ByAnother_IsForbidden(AccountRole role)
    {
        var person = await Given(A.Account(role));

        (await (await As(person).BrowseAsync()).OpenAsync(Page)).Path.ShouldContain("403");
        await Should.ThrowAsync<CaseRuleException>(As(person).SendAsync(new AuditIntegrityQuery()));
        await Should.ThrowAsync<CaseRuleException>(As(person).SendAsync(new VerifyAuditQuery()));
        var verdict = new AuditVerdict(1_000, null, 0, null, 0, new AnchorVerdict(AnchorState.Agrees, null, null, null));
        await Should.ThrowAsync<CaseRuleException>(As(person).SendAsync(new RecordAuditVerificationCommand(verdict)));
    }

    [Fact]
    public async Task AuditIntegrity_NeverVerified_SaysSo()
    {
        var page = await (await As(_privacyOfficer).BrowseAsync()).OpenAsync(Page);

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldContain("Het logboek is nog niet gecontroleerd.");
    }

    [Fact]
    public async Task AuditIntegrity_IsOneOfThePartsOfTheLog()
    {
        var page = await (await As(_privacyOfficer).BrowseAsync()).OpenAsync("/inzage");

        page.Find($"nav a[href='{Page}']").ShouldNotBeNull();
    }

    [Fact]
    public async Task VerifyNow_ByThePrivacyOfficer_TellsWhatWasFoundAndWhoAsked()
    {
        await Host.SealAsync();
        var browser = await As(_privacyOfficer).BrowseAsync();

        var page = await browser.SubmitAsync(await browser.OpenAsync(Page));

        page.Path.ShouldBe(Page);
        page.Text.ShouldContain("Het logboek is zoals het is vastgelegd");
        page.Text.ShouldContain(_privacyOfficer.DisplayName);
        (await Read(db => db.AuditEntries.CountAsync(e => e.Action == nameof(RecordAuditVerificationCommand) && e.ActorId == _privacyOfficer.Id, Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task VerifyNow_ARowWasChanged_NamesItAndSaysWhatToDo()
    {
        await Host.SealAsync();
        var first = await Read(db => db.AuditSeals.OrderBy(s => s.Sequence).Select(s => s.EntryId).FirstAsync(Cancel));
        await Host.Database.TamperAsync($"UPDATE AuditEntries SET Action = 'Niets' WHERE Id = '{first.ToString().ToUpperInvariant()}'", Cancel);
        var browser = await As(_privacyOfficer).BrowseAsync();

        var page = await browser.SubmitAsync(await browser.OpenAsync(Page));

        page.Text.ShouldContain("Het logboek is niet zoals het is vastgelegd");
        page.Text.ShouldContain("Een regel of zijn zegel is gewijzigd");
        page.Text.ShouldContain(first.ToString());
        page.Text.ShouldContain("beveiligingsincident");
    }

    /// <summary>What was made of a row must not keep anybody from being told that it was.</summary>
    [Theory]
    [InlineData("0001-01-01 00:00:00")]
    [InlineData("9999-12-31 23:59:59")]
    [InlineData("nooit")]
    public async Task VerifyDaily_AnInstantThatNobodyHas_IsKeptAsDamage(string at)
    {
        await Host.SealAsync();
        await Host.Database.TamperAsync($"UPDATE AuditEntries SET At = '{at}' WHERE Id = (SELECT EntryId FROM AuditSeals WHERE Sequence = 1)", Cancel);

        await Watch.VerifyDailyAsync(Cancel);

        (await Read(db => db.AuditVerifications.SingleAsync(Cancel))).DamagedSequence.ShouldBe(1);
    }

    [Fact]
    public async Task VerifyDaily_OnceADay_KeepsWhatWasFound()
    {
        await Host.SealAsync();

        (await Watch.VerifyDailyAsync(Cancel))!.IsFine.ShouldBeTrue();
        (await Watch.VerifyDailyAsync(Cancel)).ShouldBeNull();
        Clock.Advance(TimeSpan.FromDays(1));
        (await Watch.VerifyDailyAsync(Cancel)).ShouldNotBeNull();

        (await Read(db => db.AuditVerifications.CountAsync(v => v.ById == Guid.Empty && v.Damage == null, Cancel))).ShouldBe(2);
        var page = await (await As(_privacyOfficer).BrowseAsync()).OpenAsync(Page);
        page.Text.ShouldContain("Dagelijkse controle");
        page.Text.ShouldContain("Eerdere controles");
    }

    [Fact]
    public async Task VerifyDaily_FoundDamage_TellsThePrivacyOfficerUntilItIsRead()
    {
        await Host.SealAsync();
        await Host.Database.TamperAsync("UPDATE AuditEntries SET Detail = 'anders'", Cancel);

        await Watch.VerifyDailyAsync(Cancel);
        Clock.Advance(TimeSpan.FromDays(1));
        await Watch.VerifyDailyAsync(Cancel);

        (await Read(db => db.Notices.CountAsync(n => n.Kind == NoticeKind.AuditDamaged, Cancel))).ShouldBe(1);
        var work = await (await As(_privacyOfficer).BrowseAsync()).OpenAsync("/");
        work.Text.ShouldContain("Het logboek van inzage is niet zoals het is vastgelegd");
        work.Find($"a[href='{Page}']").ShouldNotBeNull();
    }

    [Fact]
    public async Task VerifyDaily_FoundDamage_IsInTheLogAndInHealth()
    {
        await Host.SealAsync();
        await Host.Database.TamperAsync("UPDATE AuditEntries SET Detail = 'anders'", Cancel);

        await Watch.VerifyDailyAsync(Cancel);

        Host.Log.Lines.ShouldContain(line => line.StartsWith("Critical", StringComparison.Ordinal) && line.Contains("Changed at 1", StringComparison.Ordinal));
        var health = await (await Host.CreateClient().GetAsync(new Uri("/health", UriKind.Relative), Cancel)).JsonAsync();
        ((string?)health["status"]).ShouldBe("Degraded");
        ((string?)health["problems"]![0]).ShouldBe("audit");
        // It serves all the same: without the product nobody can be supervised.
        (await Host.CreateClient().GetAsync(new Uri("/health/ready", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
