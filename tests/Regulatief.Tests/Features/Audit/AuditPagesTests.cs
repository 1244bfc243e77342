using System.Net;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Features.Audit;
using Regulatief.Web.Features.VolunteerActivities;

namespace Regulatief.Tests.Features.Audit;

public sealed class AuditPagesTests(SqliteHost host) : FeatureTest(host)
{
    private CaseUnderTest _case = null!;
    private Account _privacyOfficer = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().Paired().ForClient("Zebulon", "Zonnebloem"));
        _privacyOfficer = await Given(A.Account(AccountRole.PrivacyOfficer));
        await As(_case.Volunteer.Account).SendAsync(new LogVolunteerActivityCommand(
            _case.Id, VolunteerActivityCategory.Talking, new DateOnly(2026, 11, 24), 60, LocationType.ProbationOffice, null, null, null));
        await As(_case.Officer).SendAsync(new ListVolunteerActivitiesQuery(_case.Id, 1));
    }

    [Theory]
    [InlineData("/inzage")]
    [InlineData("/inzage/uitzonderingen")]
    [InlineData("/inzage/afspraken")]
    public async Task AuditPages_ByTheOfficer_AreForbidden(string url) =>
        (await (await As(_case.Officer).BrowseAsync()).OpenAsync(url)).Path.ShouldContain("403");

    [Theory]
    [InlineData("/inzage")]
    [InlineData("/inzage/uitzonderingen")]
    [InlineData("/inzage/afspraken")]
    public async Task AuditPages_ByThePrivacyOfficer_NameNoClient(string url)
    {
        var page = await (await As(_privacyOfficer).BrowseAsync()).OpenAsync(url);

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldNotContain("Zonnebloem");
    }

    [Fact]
    public async Task AuditPages_ByThePrivacyOfficer_TellWhoReadWhatInWhichCase()
    {
        var page = await (await As(_privacyOfficer).BrowseAsync()).OpenAsync($"/inzage?CaseNumber={_case.Number}&Operation={nameof(ListVolunteerActivitiesQuery)}");

        page.Find("tbody tr")!.TextContent.ShouldContain(_case.Officer.DisplayName);
        page.Find("tbody tr")!.TextContent.ShouldContain("Activiteiten bekijken");
    }

    [Fact]
    public async Task AuditPages_ByThePrivacyOfficer_SpeakTheWordsOfThePractice()
    {
        await Should.ThrowAsync<CaseRuleException>(As(_case.Officer).SendAsync(new AccountListQuery()));

        var page = await (await As(_privacyOfficer).BrowseAsync()).OpenAsync("/inzage");

        page.Document.QuerySelectorAll("option").Concat(page.Document.QuerySelectorAll("tbody td")).Select(shown => shown.TextContent)
            .Where(words => words.Contains("Query", StringComparison.Ordinal) || words.Contains("Command", StringComparison.Ordinal)).ShouldBeEmpty();
        page.Text.ShouldContain("Dit hoort niet bij uw rol");
        page.Text.ShouldNotContain("role-may-not");
    }

    [Fact]
    public async Task FindAuditEntries_FilteredByKind_HoldsThatKindAlone()
    {
        await (await As(_case.Officer).BrowseAsync()).OpenAsync($"/trajecten/{_case.Id}/activiteiten");

        var signIns = await As(_privacyOfficer).SendAsync(new FindAuditEntriesQuery(new(null, AuditKind.SignIn, null, null, null, null), 1));

        signIns.Items.Select(line => line.Kind).Distinct().ShouldBe([AuditKind.SignIn]);
        signIns.Total.ShouldBe(1);
    }

    [Fact]
    public async Task FindAuditEntries_PeriodBeforeAll_IsEmpty() =>
        (await As(_privacyOfficer).SendAsync(new FindAuditEntriesQuery(new(null, null, null, new DateOnly(2026, 11, 23), null, null), 1))).Total.ShouldBe(0);
}
