using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.TaskTerms;

namespace Regulatief.Tests.Features.TaskTerms;

/// <summary>A volunteer asks for a later last day, and the professional or the coordinator decides.</summary>
public sealed class AskExtensionTests(SqliteHost host) : FeatureTest(host)
{
    private CaseUnderTest _case = null!;
    private HumanTask _task = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().Paired());
        var task = new HumanTask
        {
            CaseId = _case.Id, Kind = HumanTaskKind.CaseTask, Title = "Samen naar de bibliotheek", Role = AccountRole.Volunteer, Outcomes = ["Done"], FormJson = "[]",
            OpenedAt = Clock.GetUtcNow(), DueOn = Clock.Today().AddDays(3),
        };
        await Host.WriteAsync(db =>
        {
            db.HumanTasks.Add(task);
            db.PromiseTerm(task, new Term(3), WorkingCalendar.OfLaw, Clock.GetUtcNow());
        });
        _task = task;
    }

    private AskExtensionCommand Ask => new(_task.Id, Clock.Today().AddDays(10), "Ik ben een week weg.");

    [Fact]
    public async Task AskExtension_ByAnotherVolunteerOrTheOfficer_IsRefused()
    {
        await Should.ThrowAsync<NotFoundException>(As((await Given(A.Volunteer())).Account).SendAsync(Ask));
        (await Should.ThrowAsync<CaseRuleException>(As(_case.Officer).SendAsync(Ask))).Code.ShouldBe("role-may-not");
    }

    [Fact]
    public async Task AskExtension_WithoutAReason_IsRefused() => await Should.ThrowAsync<ValidationException>(As(_case.Volunteer.Account).SendAsync(Ask with { Reason = null }));

    [Fact]
    public async Task AskExtension_Twice_IsRefused()
    {
        await As(_case.Volunteer.Account).SendAsync(Ask);

        (await Should.ThrowAsync<CaseRuleException>(As(_case.Volunteer.Account).SendAsync(Ask))).Code.ShouldBe("term-asked");
    }

    [Fact]
    public async Task AskExtension_TellsTheProfessionalAndLeavesTheDayAsItIs()
    {
        await As(_case.Volunteer.Account).SendAsync(Ask);

        (await Notice(NoticeKind.ExtensionAsked)).AccountId.ShouldBe(_case.Officer.Id);
        (await Now()).DueOn.ShouldBe(_task.DueOn);
    }

    [Fact]
    public async Task DecideExtension_ByTheVolunteerThemselves_IsNotFound()
    {
        var id = await As(_case.Volunteer.Account).SendAsync(Ask);

        await Should.ThrowAsync<NotFoundException>(As(_case.Volunteer.Account).SendAsync(new DecideExtensionCommand(_task.Id, id, true, null)));
        await Should.ThrowAsync<NotFoundException>(As(_case.Officer).SendAsync(new DecideExtensionCommand(_task.Id, Guid.NewGuid(), true, null)));
    }

    [Fact]
    public async Task DecideExtension_NoWithoutSayingWhy_IsRefused()
    {
        var id = await As(_case.Volunteer.Account).SendAsync(Ask);

        await Should.ThrowAsync<ValidationException>(As(_case.Officer).SendAsync(new DecideExtensionCommand(_task.Id, id, false, null)));
    }

    [Fact]
    public async Task DecideExtension_Yes_MovesTheDayAndTellsWhoAsked()
    {
        var id = await As(_case.Volunteer.Account).SendAsync(Ask);

        await As(_case.Coordinator).SendAsync(new DecideExtensionCommand(_task.Id, id, true, null));

        (await Now()).DueOn.ShouldBe(Ask.DueOn!.Value);
        (await Notice(NoticeKind.ExtensionDecided)).AccountId.ShouldBe(_case.Volunteer.Account.Id);
        await Should.ThrowAsync<ConcurrencyConflictException>(As(_case.Officer).SendAsync(new DecideExtensionCommand(_task.Id, id, false, "Te laat.")));
    }

    [Fact]
    public async Task DecideExtension_No_LeavesTheDayAndTellsWhy()
    {
        var browser = await As(_case.Volunteer.Account).BrowseAsync();
        var asked = await browser.SubmitAsync(
            await browser.OpenAsync($"/taken/{_task.Id}/uitstel"),
            new() { ["Form.DueOn"] = Ask.DueOn!.Value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), ["Form.Reason"] = Ask.Reason });
        asked.Text.ShouldContain("Uw vraag om uitstel is verstuurd.");

        var officer = await As(_case.Officer).BrowseAsync();
        var decided = await officer.SubmitAsync(await officer.OpenAsync($"/taken/{_task.Id}/uitstel"), new() { ["Form.Gives"] = "False", ["Form.WhyNot"] = "De cliënt wacht erop." });

        decided.Text.ShouldContain("Uw beslissing is verstuurd.");
        (await Now()).DueOn.ShouldBe(_task.DueOn);
        (await browser.OpenAsync($"/taken/{_task.Id}/uitstel")).Text.ShouldContain("De cliënt wacht erop.");
    }

    private Task<HumanTask> Now() => Read(db => db.HumanTasks.AsNoTracking().SingleAsync(t => t.Id == _task.Id, Cancel));

    private Task<Notice> Notice(NoticeKind kind) => Read(db => db.Notices.SingleAsync(n => n.Kind == kind, Cancel));
}
