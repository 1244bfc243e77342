using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Features.MyWork;

namespace Regulatief.Tests.Features.Accounts;

/// <summary>The own profile, and who gets to see what of it.</summary>
public sealed class SaveProfileTests(SqliteHost host) : FeatureTest(host)
{
    private const string Office = "020 123 45 67";

    private CaseUnderTest _case = null!;

    private Account Officer => _case.Officer;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().Paired());
    }

    [Theory]
    [InlineData("", "Name", "NotEmptyValidator")]
    [InlineData(null, "Name", "NotEmptyValidator")]
    public async Task SaveProfile_WithoutAName_TellsTheField(string? name, string field, string code) => (await InvalidAsync(Filled() with { Name = name })).ShouldBe([(field, code)]);

    [Theory]
    [InlineData("bel mij", "phone-signs")]
    [InlineData("020 12", "phone-signs")]
    [InlineData("020 123 45 67 ofwel 06", "MaximumLengthValidator")]
    public async Task SaveProfile_PhoneThatIsNone_TellsTheField(string phone, string code) => (await InvalidAsync(Filled() with { Phone = phone })).ShouldContain(("Phone", code));

    [Fact]
    public async Task SaveProfile_LanguageOrNoticeThatIsNotOffered_IsRefused()
    {
        (await InvalidAsync(Filled() with { Language = "fy" })).ShouldBe([("Language", "no-such-choice")]);
        (await InvalidAsync(Filled() with { Wanted = [NoticeKind.SignalShared] })).ShouldBe([("Wanted[0]", "no-such-choice")]);
    }

    [Fact]
    public async Task SaveProfile_OnThePage_IsKeptSpokenAndAudited()
    {
        var browser = await As(Officer).BrowseAsync();

        var page = await browser.SubmitAsync(
            await browser.OpenAsync("/mijn-account"),
            new() { ["Profile.Name"] = "Noor Bos", ["Profile.Language"] = "en", ["Profile.Phone"] = Office, ["Profile.Wanted"] = "CoverNamed" });

        page.Text.ShouldContain("Your profile was saved.");
        page.Find("[name='Profile.Phone']")!.GetAttribute("value").ShouldBe(Office);
        (await Read(db => db.UnwantedNotices.Select(u => u.Kind).ToListAsync(Cancel)))
            .ShouldBe([NoticeKind.TaskReminder, NoticeKind.EvaluationAsked, NoticeKind.CaseStopped, NoticeKind.CoverEnded], ignoreOrder: true);
        (await Read(db => db.AuditEntries.SingleAsync(e => e.Action == nameof(SaveProfileCommand), Cancel))).Detail.ShouldBe("Name Language Phone Notices");
        // On another device, too, which knows nothing yet.
        (await (await As(Officer).BrowseAsync()).OpenAsync("/mijn-account")).Heading.ShouldBe("My account");
    }

    [Fact]
    public async Task SaveProfile_NumberThatIsNone_ComesBackWithWhatWasTyped()
    {
        var browser = await As(Officer).BrowseAsync();

        var page = await browser.SubmitAsync(await browser.OpenAsync("/mijn-account"), new() { ["Profile.Phone"] = "bel mij" });

        (page.Status, page.FieldsInError.ShouldHaveSingleItem(), page.Find("[name='Profile.Phone']")!.GetAttribute("value")).ShouldBe((HttpStatusCode.BadRequest, "Profile.Phone", "bel mij"));
    }

    /// <summary>Their name stands with their person, and of a client nothing of this is kept.</summary>
    [Fact]
    public async Task SaveProfile_OfAVolunteerOrClient_LeavesTheNameAndOfAClientTheRest()
    {
        var (volunteer, client) = (_case.Volunteer.Account, _case.Client!);
        await Should.ThrowAsync<ValidationException>(As(volunteer).SendAsync(Filled()));
        await Should.ThrowAsync<ValidationException>(As(client).SendAsync(Filled() with { Name = null }));

        await As(volunteer).SendAsync(Filled() with { Name = null });
        await As(client).SendAsync(new SaveProfileCommand { Language = "en" });

        (await Read(db => db.Accounts.SingleAsync(a => a.Id == volunteer.Id, Cancel))).DisplayName.ShouldBe(volunteer.DisplayName);
        (await Should.ThrowAsync<ValidationException>(As(client).SendAsync(new ChangeEmailCommand { Email = "client@elders.nl" }))).Errors.Single().ErrorCode.ShouldBe("profile-not-of-client");
        (await (await As(client).BrowseAsync()).OpenAsync("/mijn-account")).Find("[name='Profile.Phone'], [name='Mail.Email']").ShouldBeNull();
    }

    /// <summary>Colleagues see both; the client and the volunteer the number of the officer's office; nobody who is not in the case.</summary>
    [Fact]
    public async Task Contact_OfTheProfessional_IsShownToWhomItIsFor()
    {
        await As(Officer).SendAsync(Filled());
        await As(Officer).SendAsync(new ChangeEmailCommand { Email = "n.bos@reclassering.nl" });
        await As(_case.Volunteer.Account).SendAsync(Filled() with { Name = null, Phone = "06 11 22 33 44" });
        await As(_case.Volunteer.Account).SendAsync(new ChangeEmailCommand { Email = "v@vrijwilligers.nl" });

        var colleague = await (await As(_case.Coordinator).BrowseAsync()).OpenAsync($"/trajecten/{_case.Id}");
        colleague.Find("a[href='tel:0201234567']").ShouldNotBeNull();
        colleague.Find("a[href='mailto:n.bos@reclassering.nl']").ShouldNotBeNull();
        colleague.Find("a[href='tel:0611223344']").ShouldNotBeNull();
        var volunteer = await (await As(_case.Volunteer.Account).BrowseAsync()).OpenAsync($"/trajecten/{_case.Id}");
        volunteer.Find("a[href='tel:0201234567']").ShouldNotBeNull();
        volunteer.Find("a[href^='mailto:']").ShouldBeNull();
        var client = await (await As(_case.Client!).BrowseAsync()).OpenAsync("/mijn-traject");
        client.Find("a[href='tel:0201234567']").ShouldNotBeNull();
        client.Find("a[href^='mailto:'], a[href='tel:0611223344']").ShouldBeNull();
    }

    [Fact]
    public async Task Notice_ThatIsNotWanted_IsNotShown()
    {
        await Host.WriteAsync(db => db.Notices.AddRange(new[] { NoticeKind.EvaluationAsked, NoticeKind.SignalShared }.Select(kind =>
            new Notice { AccountId = Officer.Id, Kind = kind, CaseId = _case.Id, At = Clock.GetUtcNow() })));

        await As(Officer).SendAsync(Filled() with { Wanted = [] });

        (await As(Officer).SendAsync(new OfficerWorkQuery())).Notices.Select(n => n.Kind).ShouldBe([NoticeKind.SignalShared]);
    }

    [Theory]
    [InlineData(AccountRole.ProbationOfficer)]
    [InlineData(AccountRole.Coordinator)]
    [InlineData(AccountRole.Designer)]
    [InlineData(AccountRole.Manager)]
    [InlineData(AccountRole.PrivacyOfficer)]
    [InlineData(AccountRole.Administrator)]
    public async Task Help_OfEachRole_IsThere(AccountRole role) => (await (await As(await Given(A.Account(role))).BrowseAsync()).OpenAsync("/hulp")).Heading.ShouldBe("Hulp");

    [Fact]
    public async Task Help_OfClientAndVolunteer_IsThere()
    {
        foreach (var account in new[] { _case.Client!, _case.Volunteer.Account })
            (await (await As(account).BrowseAsync()).OpenAsync("/hulp")).Heading.ShouldBe("Hulp");
    }

    [Fact]
    public async Task SaveProfile_WishHowToBeReached_IsKeptWhereItCanBe()
    {
        (await InvalidAsync(Filled() with { Phone = null, Prefers = ContactWay.Phone })).ShouldBe([("Prefers", "contact-way-phone")]);
        (await InvalidAsync(Filled() with { Prefers = ContactWay.Email })).ShouldBe([("Prefers", "contact-way-email")]);

        await As(Officer).SendAsync(Filled() with { Prefers = ContactWay.TextMessage });
        (await Read(db => db.Accounts.SingleAsync(a => a.Id == Officer.Id, Cancel))).PreferredContact.ShouldBe(ContactWay.TextMessage);
    }

    private static SaveProfileCommand Filled() => new() { Name = "Noor Bos", Language = "nl", Phone = Office, Wanted = [.. UnwantedNotice.Kinds] };

    private async Task<IEnumerable<(string, string)>> InvalidAsync(SaveProfileCommand command) =>
        (await Should.ThrowAsync<ValidationException>(As(Officer).SendAsync(command))).Errors.Select(e => (e.PropertyName, e.ErrorCode));
}
