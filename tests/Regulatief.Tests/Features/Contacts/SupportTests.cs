using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Contacts;
using Regulatief.Web.Features.Housekeeping;

namespace Regulatief.Tests.Features.Contacts;

public sealed class SupportTests(SqliteHost host) : FeatureTest(host)
{
    private const string Words = "Ik slaap er slecht van en wil overleggen.";

    private CaseUnderTest _case = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().Paired());
    }

    [Fact]
    public async Task AskSupport_ByAnother_IsRefused()
    {
        foreach (var account in new[] { _case.Officer, _case.Coordinator, _case.Client! }) (await RefusalOf(As(account).SendAsync(new AskSupportCommand(Words)))).ShouldBe("role-may-not");
        await As(_case.Volunteer.Account).SendAsync(new AskSupportCommand(Words));
        (await RefusalOf(As(_case.Volunteer.Account).SendAsync(new AskSupportCommand(Words)))).ShouldBe("support-open");
    }

    [Fact]
    public async Task AskSupport_Asked_IsTheCoordinatorsAloneAndOfNoCase()
    {
        var volunteer = await As(_case.Volunteer.Account).BrowseAsync();
        (await volunteer.SubmitAsync(await volunteer.OpenAsync("/ondersteuning"), new() { ["Form.Words"] = Words })).Text.ShouldContain("Je vraag is bij de coördinator.");

        var coordinator = await As(_case.Coordinator).BrowseAsync();
        (await coordinator.OpenAsync("/")).Text.ShouldContain("Een vrijwilliger vraagt om ondersteuning");
        (await coordinator.OpenAsync("/ondersteuning")).Text.ShouldContain(Words);
        (await NoticesOf(_case.Coordinator)).ShouldBe([NoticeKind.SupportAsked]);
        (await As(await Given(A.Coordinator())).SendAsync(new SupportPageQuery())).Requests.ShouldBeEmpty();
        foreach (var url in new[] { $"/trajecten/{_case.Id}", $"/trajecten/{_case.Id}/dossier", $"/trajecten/{_case.Id}/tijdlijn" })
            (await (await As(_case.Officer).BrowseAsync()).OpenAsync(url)).Text.ShouldNotContain(Words);
        (await Read(db => db.AuditEntries.SingleAsync(e => e.Action == nameof(AskSupportCommand), Cancel))).CaseId.ShouldBeNull();
    }

    [Fact]
    public async Task AnswerSupport_ByTheCoordinator_IsReadByTheVolunteer()
    {
        var id = await As(_case.Volunteer.Account).SendAsync(new AskSupportCommand(Words));
        var coordinator = await As(_case.Coordinator).BrowseAsync();

        await coordinator.SubmitAsync(await coordinator.OpenAsync($"/ondersteuning/{id}"), new() { ["Form.Answer"] = "Donderdag drinken wij koffie." });

        (await NoticesOf(_case.Volunteer.Account)).ShouldBe([NoticeKind.SupportAnswered]);
        (await (await As(_case.Volunteer.Account).BrowseAsync()).OpenAsync("/ondersteuning")).Text.ShouldContain("Donderdag drinken wij koffie.");
        (await coordinator.OpenAsync("/")).Text.ShouldNotContain("Een vrijwilliger vraagt om ondersteuning Vrijwilliger");
        await Should.ThrowAsync<ConcurrencyConflictException>(As(_case.Coordinator).SendAsync(new AnswerSupportCommand(id, "Nog eens.")));
    }

    [Fact]
    public async Task AnswerSupport_OfAnotherProject_IsNotFound()
    {
        var id = await As(_case.Volunteer.Account).SendAsync(new AskSupportCommand(Words));

        await Should.ThrowAsync<NotFoundException>(As(await Given(A.Coordinator())).SendAsync(new AnswerSupportCommand(id, "Ja.")));
        await Should.ThrowAsync<NotFoundException>(As(await Given(A.Coordinator())).SendAsync(new ShowSupportQuery(id)));
        (await RefusalOf(As(_case.Officer).SendAsync(new AnswerSupportCommand(id, "Ja.")))).ShouldBe("role-may-not");
    }

    [Fact]
    public async Task TellLateSupport_BeyondTwoWorkingDays_TellsCoordinatorsAndManagersOnce()
    {
        var manager = await Given(A.Account(AccountRole.Manager));
        await As(_case.Volunteer.Account).SendAsync(new AskSupportCommand(Words));

        Clock.Advance(TimeSpan.FromDays(2));
        (await Host.SendAsync(Actor.System, new TellLateSupportCommand())).ShouldBe(0);
        Clock.Advance(TimeSpan.FromDays(1));
        (await Host.SendAsync(Actor.System, new TellLateSupportCommand())).ShouldBe(1);
        (await Host.SendAsync(Actor.System, new TellLateSupportCommand())).ShouldBe(0);

        (await NoticesOf(manager)).ShouldBe([NoticeKind.SupportLate]);
        (await NoticesOf(_case.Coordinator)).ShouldBe([NoticeKind.SupportAsked, NoticeKind.SupportLate]);
    }

    [Fact]
    public async Task ClearAway_AnsweredSupport_IsGoneAfterAYear()
    {
        var id = await As(_case.Volunteer.Account).SendAsync(new AskSupportCommand(Words));
        await As(_case.Coordinator).SendAsync(new AnswerSupportCommand(id, "Ja."));
        await As(_case.Volunteer.Account).SendAsync(new AskSupportCommand("Nog iets."));

        Clock.Advance(TimeSpan.FromDays(366));
        await Host.SendAsync(Actor.System, new ClearAwayCommand());

        (await Read(db => db.SupportRequests.Select(r => r.Words).ToListAsync(Cancel))).ShouldBe(["Nog iets."]);
    }

    [Fact]
    public async Task Support_ByTheApi_IsTheSame()
    {
        var (volunteer, coordinator) = (await As(_case.Volunteer.Account).ApiAsync(), await As(_case.Coordinator).ApiAsync());

        var id = (string?)(await (await volunteer.PostAsync("/api/v1/support-requests", new { words = Words })).JsonAsync())["id"];
        (await coordinator.PostAsync($"/api/v1/support-requests/{id}/answer", new { answer = "Ja." })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        ((string?)(await (await volunteer.GetAsync(new Uri("/api/v1/support-requests", UriKind.Relative), Cancel)).JsonAsync())[0]!["answer"]).ShouldBe("Ja.");
    }

    private Task<List<NoticeKind>> NoticesOf(Account account) => Read(db => db.Notices.Where(n => n.AccountId == account.Id).OrderBy(n => n.At).Select(n => n.Kind).ToListAsync(Cancel));

    private static async Task<string> RefusalOf(Task attempt) => (await Should.ThrowAsync<CaseRuleException>(attempt)).Code;
}
