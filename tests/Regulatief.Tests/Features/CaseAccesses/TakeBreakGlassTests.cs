using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Audit;
using Regulatief.Web.Features.CaseAccesses;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.HumanTasks;
using Regulatief.Web.Features.MyWork;

namespace Regulatief.Tests.Features.CaseAccesses;

public sealed class TakeBreakGlassTests(SqliteHost host) : FeatureTest(host)
{
    private CaseUnderTest _case = null!;
    private Account _colleague = null!;
    private Account _privacyOfficer = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().ForClient("Karel", "Zeldzaam").Paired());
        _colleague = await Given(A.ProbationOfficer().Named("Bram Smit"));
        _privacyOfficer = await Given(A.Account(AccountRole.PrivacyOfficer));
    }

    [Theory]
    [InlineData(AccountRole.Volunteer)]
    [InlineData(AccountRole.Client)]
    [InlineData(AccountRole.PrivacyOfficer)]
    [InlineData(AccountRole.Designer)]
    [InlineData(AccountRole.Administrator)]
    public async Task TakeBreakGlass_RoleThatMayNot_IsRefused(AccountRole role)
    {
        var account = await Given(A.Account(role));

        (await Should.ThrowAsync<CaseRuleException>(As(account).SendAsync(Taking(_case.Number)))).Code.ShouldBe("role-may-not");
        (await (await As(account).BrowseAsync()).OpenAsync("/noodtoegang")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task TakeBreakGlass_NumberReasonOrCategoryMissing_IsRefusedAtItsField()
    {
        var refused = await Should.ThrowAsync<ValidationException>(As(_colleague).SendAsync(new TakeBreakGlassCommand(null, null, " ")));

        refused.Errors.Select(e => e.PropertyName).ShouldBe(["CaseNumber", "Category", "Reason"]);
    }

    [Fact]
    public async Task TakeBreakGlass_NumberThatNobodyHas_IsAnsweredAsOneThatMayNotBeOpened()
    {
        await As(_privacyOfficer).SendAsync(new GiveCaseAccessCommand(_case.Id, CaseAccessKind.Exclusion, _colleague.Id, null, "Buurman."));
        var other = await Given(A.Case());
        await As(other.Officer).SendAsync(new RestrictCaseCommand(other.Id, "Een bekende."));
        var browser = await As(_colleague).BrowseAsync();
        var form = await browser.OpenAsync("/noodtoegang");

        List<string> answers = [];
        foreach (var number in new[] { 999_999, _case.Number, other.Number })
        {
            var answer = await browser.SubmitAsync(form, Fields(number));
            answer.Status.ShouldBe(HttpStatusCode.Conflict);
            answers.Add(answer.Document.QuerySelector("main")!.OuterHtml.Replace($"{number}", "#", StringComparison.Ordinal));
        }

        WithoutKeys(answers[1]).ShouldBe(WithoutKeys(answers[0]));
        WithoutKeys(answers[2]).ShouldBe(WithoutKeys(answers[0]));
        (await Read(db => db.CaseAccesses.AnyAsync(a => a.Kind == CaseAccessKind.BreakGlass, Cancel))).ShouldBeFalse();
        (await Read(db => db.AuditEntries.Where(e => e.Kind == AuditKind.Refusal && e.Action == nameof(TakeBreakGlassCommand)).OrderBy(e => e.Id).Select(e => e.CaseId).ToListAsync(Cancel)))
            .ShouldBe([null, _case.Id, other.Id], "a privacy officer sees which it was");
    }

    [Fact]
    public async Task TakeBreakGlass_ByOneWhoSeesIt_IsNotNeeded() =>
        (await Should.ThrowAsync<CaseRuleException>(As(_case.Officer).SendAsync(Taking(_case.Number)))).Code.ShouldBe("access-has-already");

    [Fact]
    public async Task TakeBreakGlass_Taken_LetsReadForFourHoursAndChangeNothing()
    {
        await Should.ThrowAsync<NotFoundException>(As(_colleague).SendAsync(new CasePageQuery(_case.Id)));
        await As(_colleague).SendAsync(Taking(_case.Number));

        var page = await As(_colleague).SendAsync(new CasePageQuery(_case.Id));
        page.Head.IsWork.ShouldBeFalse();
        page.Tasks.ShouldNotBeEmpty();
        page.Next.ShouldBeNull();
        (await As(_colleague).SendAsync(new OfficerWorkQuery())).Tasks.Count.ShouldBe(0, "their work it is not");
        (await Should.ThrowAsync<CaseRuleException>(As(_colleague).SendAsync(new PauseCaseCommand(_case.Id, "Nee.")))).Code.ShouldBe("access-look-only");
        await Should.ThrowAsync<NotFoundException>(As(_colleague).SendAsync(new TaskPageQuery((await OpenTask(_case, HumanTaskKind.Intake)).Id)));

        Clock.Advance(CaseAccess.BreakGlassFor - TimeSpan.FromSeconds(1));
        await As(_colleague).SendAsync(new CasePageQuery(_case.Id));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Should.ThrowAsync<NotFoundException>(As(_colleague).SendAsync(new CasePageQuery(_case.Id)));
    }

    [Fact]
    public async Task TakeBreakGlass_Taken_TellsTheProfessionalAndAllPrivacyOfficers()
    {
        var second = await Given(A.Account(AccountRole.PrivacyOfficer));
        await Given(A.Account(AccountRole.PrivacyOfficer).Deactivated());

        await As(_colleague).SendAsync(Taking(_case.Number));

        (await Read(db => db.Notices.Where(n => n.Kind == NoticeKind.BreakGlassTaken && n.CaseId == _case.Id).Select(n => n.AccountId).ToListAsync(Cancel)))
            .ShouldBe([_case.Officer.Id, _privacyOfficer.Id, second.Id], ignoreOrder: true);
        (await Read(db => db.AuditEntries.SingleAsync(e => e.Action == nameof(TakeBreakGlassCommand), Cancel))).CaseId.ShouldBe(_case.Id);
    }

    [Fact]
    public async Task TakeBreakGlass_WhatIsRead_StandsInTheAuditLogAsSuch()
    {
        await As(_colleague).SendAsync(Taking(_case.Number));

        await As(_colleague).SendAsync(new CasePageQuery(_case.Id));
        await As(_colleague).SendAsync(new FindCasesQuery());
        await As(_case.Officer).SendAsync(new CasePageQuery(_case.Id));

        var reads = await Read(db => db.AuditEntries.Where(e => e.Kind == AuditKind.Read && e.CaseId == _case.Id).ToListAsync(Cancel));
        reads.Where(e => e.ActorId == _colleague.Id).Select(e => (e.Action, e.Detail)).ShouldBe(
            [(nameof(CasePageQuery), nameof(CaseAccessKind.BreakGlass)), (nameof(FindCasesQuery), nameof(CaseAccessKind.BreakGlass))], ignoreOrder: true);
        reads.Single(e => e.ActorId == _case.Officer.Id).Detail.ShouldBeNull();
        var told = await As(_privacyOfficer).SendAsync(new FindAuditEntriesQuery(new(_case.Number, AuditKind.Read, null, null, nameof(CasePageQuery), null), 1));
        told.Items.Count(i => i.Detail == nameof(CaseAccessKind.BreakGlass)).ShouldBe(1);
    }

    [Fact]
    public async Task TakeBreakGlass_Taken_IsReviewedWithinFiveWorkingDays()
    {
        await As(_colleague).SendAsync(Taking(_case.Number));
        var task = await OpenTask(_case, HumanTaskKind.BreakGlassReview);
        task.DueOn.ShouldBe(new DateOnly(2026, 12, 1));
        (await As(_case.Officer).SendAsync(new CasePageQuery(_case.Id))).Tasks.ShouldNotContain(t => t.Id == task.Id);
        (await As(_privacyOfficer).SendAsync(new FindBreakGlassQuery(true, null, 1))).Items.ShouldHaveSingleItem().OpenTaskId.ShouldBe(task.Id.Value);
        (await As(_privacyOfficer).SendAsync(new ReviewWorkQuery())).Tasks.Count.ShouldBe(1);

        var done = await As(_privacyOfficer).SendAsync(new CompleteHumanTaskCommand(task.Id, null, TaskForm.Write(new BreakGlassReviewAnswers { IsJustified = false, Remarks = "Kon wachten." })));

        done.Outcome.ShouldBe(BreakGlassReview.NotJustified);
        (await As(_privacyOfficer).SendAsync(new FindBreakGlassQuery(true, null, 1))).Total.ShouldBe(0);
        var line = (await As(_privacyOfficer).SendAsync(new FindBreakGlassQuery(false, null, 1))).Items.ShouldHaveSingleItem();
        (line.IsJustified, line.Remarks, line.CaseNumber, line.Who).ShouldBe((false, "Kon wachten.", _case.Number, "Bram Smit"));
    }

    [Fact]
    public async Task TakeBreakGlass_OnThePage_ShowsUntilWhenAndCanBeEnded()
    {
        var browser = await As(_colleague).BrowseAsync();

        var opened = await browser.SubmitAsync(await browser.OpenAsync("/noodtoegang"), Fields(_case.Number));
        opened.Path.ShouldBe($"/trajecten/{_case.Id}");
        opened.Text.ShouldContain($"Noodtoegang tot traject {_case.Number}, tot 13:00");
        (await browser.OpenAsync($"/trajecten/{_case.Id}/tijdlijn")).Text.ShouldContain("tot 13:00");
        (await browser.OpenAsync($"/trajecten/{_case.Id}/activiteiten")).Text.ShouldContain("tot 13:00");
        opened.Find("a[href$='/acties/pauzeren']").ShouldBeNull();

        var ended = await browser.SubmitAsync(opened, form: "form[action$='/beeindigen']");

        ended.Path.ShouldBe("/trajecten");
        ended.Text.ShouldNotContain("Noodtoegang tot");
        (await browser.OpenAsync($"/trajecten/{_case.Id}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task FindBreakGlass_ByTheNumberOfACase_LeadsToItsAccess()
    {
        var browser = await As(_privacyOfficer).BrowseAsync();

        (await browser.OpenAsync($"/inzage/noodtoegang?nummer={_case.Number}")).Path.ShouldBe($"/trajecten/{_case.Id}/toegang");
        (await browser.OpenAsync("/inzage/noodtoegang?nummer=999999")).Text.ShouldContain("Er is geen traject 999999");
        (await browser.OpenAsync($"/trajecten/{_case.Id}/toegang")).Text.ShouldNotContain("Zeldzaam");
    }

    [Fact]
    public async Task FindBreakGlass_AnotherRole_IsRefused() =>
        (await Should.ThrowAsync<CaseRuleException>(As(_case.Officer).SendAsync(new FindBreakGlassQuery(false, null, 1)))).Code.ShouldBe("role-may-not");

    private static TakeBreakGlassCommand Taking(int number) => new(number, BreakGlassCategory.DangerToClient, "Hij belde de crisisdienst.");

    private static Dictionary<string, string?> Fields(int number) =>
        new() { ["Form.CaseNumber"] = $"{number}", ["Form.Category"] = nameof(BreakGlassCategory.DangerToClient), ["Form.Reason"] = "Hij belde de crisisdienst." };

    /// <summary>Each form carries keys of its own.</summary>
    private static string WithoutKeys(string html) => System.Text.RegularExpressions.Regex.Replace(html, "value=\"[^\"]{20,}\"", "");
}
