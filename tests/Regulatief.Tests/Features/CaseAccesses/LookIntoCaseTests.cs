using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseAccesses;
using Regulatief.Web.Features.Cases;

namespace Regulatief.Tests.Features.CaseAccesses;

public sealed class LookIntoCaseTests(SqliteHost host) : FeatureTest(host)
{
    private CaseUnderTest _case = null!;
    private Account _manager = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case());
        _manager = await Given(A.Account(AccountRole.Manager));
    }

    [Fact]
    public async Task LookIntoCase_AnotherRole_IsRefused()
    {
        foreach (var account in new[] { _case.Officer, _case.Coordinator, _case.Client!, _case.Volunteer.Account })
            (await Should.ThrowAsync<CaseRuleException>(As(account).SendAsync(new LookIntoCaseCommand(_case.Number, "Klacht.")))).Code.ShouldBe("role-may-not");
    }

    [Fact]
    public async Task LookIntoCase_RestrictedCase_IsAnsweredAsUnknown()
    {
        await As(_case.Officer).SendAsync(new RestrictCaseCommand(_case.Id, "Een bekende."));

        (await Should.ThrowAsync<CaseRuleException>(As(_manager).SendAsync(new LookIntoCaseCommand(_case.Number, "Klacht.")))).Code.ShouldBe("access-no-such-case");
    }

    [Fact]
    public async Task LookIntoCase_WithAReason_LetsReadForADayAndTellsTheProfessional()
    {
        var browser = await As(_manager).BrowseAsync();
        (await browser.OpenAsync($"/trajecten/{_case.Id}")).Status.ShouldBe(HttpStatusCode.NotFound);

        var opened = await browser.SubmitAsync(await browser.OpenAsync("/trajecten/inzien"), new() { ["Form.CaseNumber"] = $"{_case.Number}", ["Form.Reason"] = "Klacht." });

        opened.Text.ShouldContain($"U ziet traject {_case.Number} in, tot 17:00");
        (await browser.OpenAsync("/trajecten")).Find($"a[href='/trajecten/{_case.Id}']").ShouldNotBeNull();
        (await Read(db => db.Notices.SingleAsync(n => n.Kind == NoticeKind.LookedInto, Cancel))).AccountId.ShouldBe(_case.Officer.Id);
        (await As(_case.Officer).SendAsync(new CaseAccessPageQuery(_case.Id))).Lasting.ShouldHaveSingleItem().Reason.ShouldBe("Klacht.");
        Clock.Advance(CaseAccess.LookFor);
        await Should.ThrowAsync<NotFoundException>(As(_manager).SendAsync(new CasePageQuery(_case.Id)));
    }
}
