using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Projects;
using Regulatief.Tests.Features.CaseActions;
using Regulatief.Tests.Features.HumanTasks;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Agreements;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Contacts;

namespace Regulatief.Tests.Features.Contacts;

public sealed class ClientContactTests(SqliteHost host) : CaseActionTest(host)
{
    private const string Phone = "06 12 34 56 78";
    private const string Email = "rachid@voorbeeld.example";

    private CaseUnderTest _case = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().ForClient("Rachid", "El Amrani").Paired());
    }

    [Fact]
    public async Task SaveClientContact_CaseOfAnother_IsNotFound()
    {
        await Should.ThrowAsync<NotFoundException>(As(await Given(A.ProbationOfficer())).SendAsync(Details()));
        await Should.ThrowAsync<NotFoundException>(As(await Given(A.Account(AccountRole.Client))).SendAsync(Details()));
    }

    [Fact]
    public async Task SaveClientContact_ByVolunteerOrCoordinator_IsRefused()
    {
        foreach (var account in new[] { _case.Coordinator, _case.Volunteer.Account })
            (await Should.ThrowAsync<CaseRuleException>(As(account).SendAsync(Details()))).Code.ShouldBe("role-may-not");
    }

    [Fact]
    public async Task SaveClientContact_BadInput_IsRefusedAtItsFields()
    {
        (await RefusedAsync(new(_case.Id, "bel maar", "rachid", null))).ShouldBe([("Phone", "phone-signs"), ("Email", "email-none")]);
        (await RefusedAsync(new(_case.Id, null, Email, ContactWay.Phone))).ShouldBe([("Prefers", "contact-way-phone")]);
        (await RefusedAsync(new(_case.Id, Phone, null, ContactWay.Email))).ShouldBe([("Prefers", "contact-way-email")]);
        (await RefusedAsync(new(_case.Id, Phone, null, (ContactWay)77))).ShouldContain(("Prefers", "EnumValidator"));
    }

    [Fact]
    public async Task SaveClientContact_ByTheOfficersPage_StandsOnTheCase()
    {
        var officer = await As(_case.Officer).BrowseAsync();

        var page = await officer.SubmitAsync(
            await officer.OpenAsync($"/trajecten/{_case.Id}/contactgegevens"), new() { ["Form.Phone"] = Phone, ["Form.Email"] = Email, ["Form.Prefers"] = nameof(ContactWay.TextMessage) });

        page.Path.ShouldBe($"/trajecten/{_case.Id}");
        foreach (var told in new[] { Phone, Email, "Het liefst: Sms of app", "ziet deze contactgegevens niet" }) page.Text.ShouldContain(told);
        (await (await As(_case.Coordinator).BrowseAsync()).OpenAsync($"/trajecten/{_case.Id}")).Text.ShouldContain(Phone);
    }

    [Fact]
    public async Task SaveClientContact_ByTheClient_IsTheirsToChange()
    {
        var client = await As(_case.Client!).BrowseAsync();

        var page = await client.SubmitAsync(await client.OpenAsync($"/mijn-traject/{_case.Id}/contactgegevens"), new() { ["Form.Phone"] = Phone });

        page.Path.ShouldBe("/mijn-traject");
        page.Text.ShouldContain(Phone);
        (await CaseOf(_case)).Client.Phone.ShouldBe(Phone);
    }

    [Fact]
    public async Task ClientContactPage_ToEachWhoKeepsThem_OpensWithWhatStandsThere()
    {
        await As(_case.Officer).SendAsync(Details());

        var toOfficer = await As(_case.Officer).SendAsync(new ClientContactPageQuery(_case.Id));
        (toOfficer.Form, toOfficer.MayConsent, toOfficer.ConsentSince).ShouldBe((new ClientContactForm(Phone, Email, ContactWay.Phone), true, null));
        (await As(_case.Client!).SendAsync(new ClientContactPageQuery(_case.Id))).MayConsent.ShouldBeFalse();
        foreach (var account in new[] { _case.Coordinator, _case.Volunteer.Account })
            (await RefusalOf(As(account).SendAsync(new ClientContactPageQuery(_case.Id)))).ShouldBe("role-may-not");
    }

    [Fact]
    public async Task Contacts_ToTheVolunteer_TellTheClientsOnlyWhileTheClientAgrees()
    {
        await As(_case.Officer).SendAsync(Details());
        (await SeenByVolunteer()).ShouldBe((null, null));

        await As(_case.Officer).SendAsync(new GiveContactConsentCommand(_case.Id, Today));
        (await SeenByVolunteer()).ShouldBe((Phone, Email));

        await As(_case.Client!).SendAsync(new TakeBackContactConsentCommand(_case.Id));
        (await SeenByVolunteer()).ShouldBe((null, null));
    }

    [Fact]
    public async Task Contacts_OnThePages_FollowTheConsent()
    {
        await As(_case.Officer).SendAsync(Details());
        var (officer, volunteer, client) = (await As(_case.Officer).BrowseAsync(), await As(_case.Volunteer.Account).BrowseAsync(), await As(_case.Client!).BrowseAsync());
        (await volunteer.OpenAsync($"/trajecten/{_case.Id}")).Text.ShouldNotContain(Phone);

        await officer.SubmitAsync(await officer.OpenAsync($"/trajecten/{_case.Id}/contactgegevens"), new() { ["Consent.GivenOn"] = "2026-11-24" });
        (await volunteer.OpenAsync($"/trajecten/{_case.Id}")).Text.ShouldContain(Phone);
        var mine = await client.OpenAsync($"/mijn-traject/{_case.Id}/contactgegevens");
        mine.Text.ShouldContain("dinsdag 24 november 2026");

        await client.SubmitAsync(mine, form: "form[action$='/intrekken']");
        (await volunteer.OpenAsync($"/trajecten/{_case.Id}")).Text.ShouldNotContain(Phone);
    }

    [Fact]
    public async Task GiveContactConsent_NothingKnownYet_SaysThatTheVolunteerSeesNothing()
    {
        var officer = await As(_case.Officer).BrowseAsync();

        var page = await officer.SubmitAsync(await officer.OpenAsync($"/trajecten/{_case.Id}/contactgegevens"), new() { ["Consent.GivenOn"] = "2026-11-24" });

        page.Text.ShouldContain("Er staan nog geen contactgegevens");
        page.Text.ShouldNotContain("de vrijwilliger ziet de contactgegevens.");
    }

    [Fact]
    public async Task GiveContactConsent_WhereItCannotBe_IsRefused()
    {
        (await RefusalOf(As(_case.Client!).SendAsync(new GiveContactConsentCommand(_case.Id, Today)))).ShouldBe("role-may-not");
        (await RefusalOf(As(_case.Officer).SendAsync(new TakeBackContactConsentCommand(_case.Id)))).ShouldBe("contact-consent-none");
        (await RefusalOf(As(_case.Officer).SendAsync(new GiveContactConsentCommand((await Given(A.Case().LedBy(_case.Officer))).Id, Today)))).ShouldBe("case-no-volunteer");
        foreach (var day in new[] { Today.AddDays(1), Today.AddDays(-1) })
            (await Should.ThrowAsync<ValidationException>(As(_case.Officer).SendAsync(new GiveContactConsentCommand(_case.Id, day)))).Errors.ShouldHaveSingleItem().PropertyName.ShouldBe("GivenOn");

        await As(_case.Officer).SendAsync(new GiveContactConsentCommand(_case.Id, Today));
        (await RefusalOf(As(_case.Officer).SendAsync(new GiveContactConsentCommand(_case.Id, Today)))).ShouldBe("contact-consent-there");
    }

    [Fact]
    public async Task GiveContactConsent_AnotherVolunteerComes_IsAskedAnew()
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);
        await As(@case.Officer).SendAsync(new SaveClientContactCommand(@case.Id, Phone, null, null));
        await As(@case.Officer).SendAsync(new GiveContactConsentCommand(@case.Id, Today));
        var successor = await Given(A.Volunteer().In(@case.Project));
        await As(@case.Officer).SendAsync(new LetVolunteerLeaveCommand(@case.Id, Reason));

        await Complete(@case, HumanTaskKind.VolunteerHandover, StepAnswers.Handover(successor.Id, Today));

        (await As(successor.Account).SendAsync(new CaseContactsQuery(@case.Id))).Single(c => c.Party == CaseRole.Client).Phone.ShouldBeNull();
    }

    [Fact]
    public async Task Contacts_OfTheOthers_AreToldAsEachMayKnow()
    {
        await Read(db => db.Accounts.Where(a => a.Id != _case.Client!.Id).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.PhoneNumber, a => "nummer van " + a.UserName).SetProperty(a => a.Email, a => a.UserName + "@kantoor.example").SetProperty(a => a.PreferredContact, ContactWay.Phone), Cancel));

        var toVolunteer = await As(_case.Volunteer.Account).SendAsync(new CaseContactsQuery(_case.Id));
        toVolunteer.Where(c => c.Phone is not null && c.Prefers is not null).Select(c => c.Party).ShouldBe([CaseRole.Volunteer, CaseRole.Professional, CaseRole.Coordinator]);
        toVolunteer.Where(c => c.Email is not null).Select(c => c.Party).ShouldBe([CaseRole.Volunteer]);
        (await As(_case.Officer).SendAsync(new CaseContactsQuery(_case.Id))).Where(c => c.Email is not null).Select(c => c.Party).ShouldBe([CaseRole.Volunteer, CaseRole.Professional, CaseRole.Coordinator]);
        var toClient = await As(_case.Client!).SendAsync(new CaseContactsQuery(_case.Id));
        toClient.Where(c => c.Phone is not null).Select(c => c.Party).ShouldBe([CaseRole.Professional]);
        toClient.ShouldAllBe(c => c.Email == null && c.Prefers == null);
    }

    [Fact]
    public async Task Contacts_ByTheApi_ObeyTheSameRules()
    {
        var (officer, volunteer) = (await As(_case.Officer).ApiAsync(), await As(_case.Volunteer.Account).ApiAsync());
        var contacts = $"/api/v1/cases/{_case.Id}/contacts";

        (await officer.PostAsync($"{contacts}/client", new { phone = Phone, prefers = "Phone" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await volunteer.PostAsync($"{contacts}/consent", new { givenOn = "2026-11-24" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await officer.PostAsync($"{contacts}/consent", new { givenOn = "2026-11-24" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        ((string?)(await (await volunteer.GetAsync(new Uri(contacts, UriKind.Relative), Cancel)).JsonAsync())[0]!["phone"]).ShouldBe(Phone);
        (await officer.PostAsync($"{contacts}/consent/take-back", new { })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        ((string?)(await (await volunteer.GetAsync(new Uri(contacts, UriKind.Relative), Cancel)).JsonAsync())[0]!["phone"]).ShouldBeNull();
    }

    [Fact]
    public async Task Contacts_CoordinatorWhoCannotLogInAnyMore_IsNamedNowhere()
    {
        var @case = await GivenCaseAt(CasePhase.TaskDivision);
        await Complete(@case, HumanTaskKind.TaskDivision, StepAnswers.Division((await CaseOf(@case)).Goals[0].Id.Value, Today));
        var agreement = (await As(@case.Officer).SendAsync(new ProposeAgreementCommand(@case.Id, new AgreementProposal
        {
            Purpose = "Samen.", DiscussFirst = "Eerst samen praten.", ValidFrom = Today, ValidUntil = Today.AddYears(1).AddDays(-1), NamesCoordinator = true,
            Categories = [new ProposedCategory { Category = InformationCategory.RiskSignals, Recipients = [CaseRole.Coordinator] }],
        }))).AgreementId;
        var colleague = await Given(A.Coordinator());
        await Host.WriteAsync(db => db.Add(new ProjectCoordinator { ProjectId = @case.Project.Id, AccountId = colleague.Id, Rank = 99 }));

        await Read(db => db.Accounts.Where(a => a.Id == @case.Coordinator.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.IsActive, false), Cancel));

        (await As(@case.Officer).SendAsync(new CaseContactsQuery(@case.Id))).Where(c => c.Party == CaseRole.Coordinator).Select(c => c.AccountId).ShouldBe([colleague.Id]);
        var page = await (await As(@case.Officer).BrowseAsync()).OpenAsync($"/afspraken/{agreement}");
        page.Text.ShouldContain(colleague.DisplayName);
        page.Text.ShouldNotContain(@case.Coordinator.DisplayName);
    }

    private SaveClientContactCommand Details() => new(_case.Id, Phone, Email, ContactWay.Phone);

    private async Task<(string?, string?)> SeenByVolunteer()
    {
        var client = (await As(_case.Volunteer.Account).SendAsync(new CaseContactsQuery(_case.Id))).Single(c => c.Party == CaseRole.Client);
        client.Name.ShouldBe("Rachid");
        return (client.Phone, client.Email);
    }

    private async Task<List<(string, string)>> RefusedAsync(SaveClientContactCommand command) =>
        [.. (await Should.ThrowAsync<ValidationException>(As(_case.Officer).SendAsync(command))).Errors.Select(e => (e.PropertyName, e.ErrorCode))];

    private static async Task<string> RefusalOf(Task attempt) => (await Should.ThrowAsync<CaseRuleException>(attempt)).Code;
}
