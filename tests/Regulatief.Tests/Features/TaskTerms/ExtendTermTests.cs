using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.ClientRequests;
using Regulatief.Web.Features.Escalations;
using Regulatief.Web.Features.TaskTerms;

namespace Regulatief.Tests.Features.TaskTerms;

/// <summary>A later last day for a task: who gives it, who asks for it, and what no one can.</summary>
public sealed class ExtendTermTests(SqliteHost host) : FeatureTest(host)
{
    private CaseUnderTest _case = null!;
    private HumanTask _task = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().Running("regulatieve-cyclus").Paired());
        _task = await OpenTask(_case, HumanTaskKind.Intake);
    }

    private DateOnly Later => _task.DueOn.AddDays(7);

    [Fact]
    public async Task ExtendTerm_OfACaseOfAnother_IsNotFound()
    {
        foreach (var role in new[] { AccountRole.ProbationOfficer, AccountRole.Coordinator })
        {
            var other = await Given(A.Account(role));
            await Should.ThrowAsync<NotFoundException>(As(other).SendAsync(new ExtendTermCommand(_task.Id, Later, "Vakantie.")));
            await Should.ThrowAsync<NotFoundException>(As(other).SendAsync(new TermPageQuery(_task.Id)));
        }
    }

    [Theory]
    [InlineData(AccountRole.Volunteer)]
    [InlineData(AccountRole.Client)]
    public async Task ExtendTerm_ByAVolunteerOrAClient_IsNotFound(AccountRole role) =>
        await Should.ThrowAsync<NotFoundException>(As(_case.AccountOf(role)).SendAsync(new ExtendTermCommand(_task.Id, Later, "Vakantie.")));

    [Fact]
    public async Task ExtendTerm_WithoutAReasonOrADayOrTooFar_IsRefused()
    {
        foreach (var (day, reason) in new (DateOnly?, string?)[] { (Later, null), (null, "Vakantie."), (Clock.Today().AddDays(-1), "Vakantie."), (Clock.Today().AddDays(61), "Vakantie.") })
            await Should.ThrowAsync<ValidationException>(As(_case.Officer).SendAsync(new ExtendTermCommand(_task.Id, day, reason)));
    }

    [Fact]
    public async Task ExtendTerm_ToADayThatIsNotLater_IsRefused() => await Refused(_task.Id, _task.DueOn, "term-not-later");

    [Fact]
    public async Task ExtendTerm_ATermOfTheLaw_IsRefused()
    {
        await As(_case.Client!).SendAsync(new MakeClientRequestCommand(_case.Id, ClientRequestKind.Contact, null));

        await Refused((await OpenTask(_case, HumanTaskKind.ClientRequest)).Id, Later, "term-of-law");
    }

    [Fact]
    public async Task ExtendTerm_CaseOnHold_IsRefused()
    {
        await As(_case.Officer).SendAsync(new PauseCaseCommand(_case.Id, "Opname."));

        await Refused(_task.Id, Later, "term-paused");
    }

    [Fact]
    public async Task ExtendTerm_TaskIsDone_IsRefused()
    {
        await Complete(_case, HumanTaskKind.Intake, Answers.Intake);

        await Should.ThrowAsync<ConcurrencyConflictException>(As(_case.Officer).SendAsync(new ExtendTermCommand(_task.Id, Later, "Vakantie.")));
    }

    [Fact]
    public async Task ExtendTerm_ByProfessionalOrCoordinator_MovesTheDayWithItsReminderAndCanBeDoneAgain()
    {
        await As(_case.Officer).SendAsync(new ExtendTermCommand(_task.Id, Later, "Vakantie."));
        await As(_case.Coordinator).SendAsync(new ExtendTermCommand(_task.Id, Later.AddDays(7), "Nog steeds vakantie."));

        var day = (await OpenTask(_case, HumanTaskKind.Intake)).DueOn;
        day.ShouldBe(Later.AddDays(7));
        var promised = await Read(db => db.DueWork.Where(w => w.SubjectId == _task.Id.Value).ToDictionaryAsync(w => w.Kind, w => w.DueAt, Cancel));
        promised[DueWorkKind.TaskEscalation].ShouldBe(LegalTime.EndOf(day));
        LegalTime.DateOf(promised[DueWorkKind.TaskReminder]).ShouldBe(WorkingCalendar.OfLaw.Add(day, -1));
        (await As(_case.Officer).SendAsync(new TermPageQuery(_task.Id))).Changes.Select(c => (c.DueBefore, c.DueOn)).ShouldBe([(Later, day), (_task.DueOn, Later)]);
    }

    [Fact]
    public async Task ExtendTerm_StandsInTheTimelineWithTheOldAndTheNewDay()
    {
        await As(_case.Officer).SendAsync(new ExtendTermCommand(_task.Id, Later, "Vakantie."));

        var entry = (await As(_case.Coordinator).SendAsync(new CaseTimelineQuery(_case.Id))).Items.Single(i => i.Kind == TimelineKind.TermExtended);
        entry.Sentence.ShouldBe("Uitstel gegeven voor een taak: van di 8 dec 2026 naar di 15 dec 2026");
        entry.Note.ShouldBe("Vakantie.");
    }

    [Fact]
    public async Task ExtendTerm_WhatWasTold_EndsAndIsToldAnewWhenItIsLateThen()
    {
        await Host.PassAsync(TimeSpan.FromDays(15));
        var told = await Read(db => db.Escalations.SingleAsync(Cancel));
        await As(_case.Coordinator).SendAsync(new HandleEscalationCommand(told.Id, "Gebeld."));
        await Host.PassAsync(TimeSpan.FromDays(7));

        await As(_case.Officer).SendAsync(new ExtendTermCommand(_task.Id, Clock.Today().AddDays(3), "Vakantie."));
        await Host.PassAsync(TimeSpan.FromDays(3));
        (await Read(db => db.Escalations.CountAsync(Cancel))).ShouldBe(1);
        await Host.PassAsync(TimeSpan.FromDays(1));

        (await Read(db => db.Escalations.OrderBy(e => e.Generation).Select(e => e.ToAccountId).ToListAsync(Cancel))).ShouldBe([_case.Coordinator.Id, _case.Coordinator.Id]);
    }

    [Fact]
    public async Task ExtendTerm_OnThePage_IsReachedFromTheTask()
    {
        var browser = await As(_case.Officer).BrowseAsync();
        var task = await browser.OpenAsync($"/taken/{_task.Id}");
        var form = await browser.OpenAsync(task.Find("a[href$='/uitstel']")!.GetAttribute("href")!);

        var refused = await browser.SubmitAsync(form, new() { ["Form.DueOn"] = Later.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) });
        refused.FieldsInError.ShouldBe(["Form.Reason"]);
        var given = await browser.SubmitAsync(refused, new() { ["Form.Reason"] = "Vakantie." });

        given.Text.ShouldContain("Het uitstel is gegeven.");
        given.Text.ShouldContain("Van di 8 dec 2026 naar di 15 dec 2026");
    }

    [Fact]
    public async Task ExtendTerm_OverTheApi_IsShownThere()
    {
        var api = await As(_case.Officer).ApiAsync();

        (await api.PostAsync($"/api/v1/tasks/{_task.Id}/extensions", new { dueOn = Later, reason = "Vakantie." })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        ((string?)(await (await api.GetAsync($"/api/v1/tasks/{_task.Id}/term", Cancel)).JsonAsync())["dueOn"]).ShouldBe("2026-12-15");
    }

    private async Task Refused(HumanTaskId task, DateOnly day, string code) =>
        (await Should.ThrowAsync<CaseRuleException>(As(_case.Officer).SendAsync(new ExtendTermCommand(task, day, "Vakantie.")))).Code.ShouldBe(code);
}
