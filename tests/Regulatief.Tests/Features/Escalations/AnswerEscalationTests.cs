using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Time;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.ClientRequests;
using Regulatief.Web.Features.Escalations;

namespace Regulatief.Tests.Features.Escalations;

/// <summary>What somebody who was told of something late does about it, short of ending it.</summary>
public sealed class AnswerEscalationTests(SqliteHost host) : FeatureTest(host)
{
    private CaseUnderTest _case = null!;
    private Account _manager = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().Running("regulatieve-cyclus"));
        _manager = await Given(A.Account(AccountRole.Manager));
    }

    private DateOnly InTwoWeeks => Clock.Today().AddDays(14);

    [Fact]
    public async Task AnswerEscalation_ToldToSomebodyElse_IsNotFound()
    {
        var id = await Late();

        await Should.ThrowAsync<NotFoundException>(As(_manager).SendAsync(new AnswerEscalationCommand(id, EscalationAnswerKind.Acknowledged)));
    }

    [Fact]
    public async Task AnswerEscalation_DeferredWithoutADayOrAReasonOrTooFar_IsRefused()
    {
        var id = await Late();

        foreach (var command in new[]
        {
            Deferred(id, null, "Vakantie."), Deferred(id, InTwoWeeks, null), Deferred(id, Clock.Today(), "Vandaag."), Deferred(id, Clock.Today().AddDays(61), "Ver weg."),
        })
            await Should.ThrowAsync<ValidationException>(As(_case.Coordinator).SendAsync(command));
    }

    [Fact]
    public async Task AnswerEscalation_Reason_IsKeptAsLongAsItMayBe() =>
        (await Read(db => Task.FromResult(new[] { typeof(EscalationAnswer), typeof(EscalationBatch) }.Select(type => db.Model.FindEntityType(type)!.FindProperty("Reason")!.GetMaxLength()).ToList())))
            .ShouldBe([EscalationAnswer.MaxReason, EscalationAnswer.MaxReason]);

    [Fact]
    public async Task AnswerEscalation_AfterItEnded_IsRefused()
    {
        var id = await Late();
        await As(_case.Coordinator).SendAsync(new HandleEscalationCommand(id, "Gebeld."));

        await Refused(new AnswerEscalationCommand(id, EscalationAnswerKind.Acknowledged), "escalation-ended");
    }

    [Fact]
    public async Task AnswerEscalation_SeenTwice_IsRefused()
    {
        var id = await Late();
        await As(_case.Coordinator).SendAsync(new AnswerEscalationCommand(id, EscalationAnswerKind.Acknowledged));

        await Refused(new AnswerEscalationCommand(id, EscalationAnswerKind.Acknowledged), "escalation-answered");
    }

    [Fact]
    public async Task AnswerEscalation_ATermOfTheLaw_CannotBeDeferred()
    {
        await As(_case.Client!).SendAsync(new MakeClientRequestCommand(_case.Id, ClientRequestKind.Contact, null));
        await Host.PassAsync(TimeSpan.FromDays(6));
        var id = await Read(db => db.Escalations.Select(e => e.Id).SingleAsync(Cancel));

        await Refused(Deferred(id, InTwoWeeks, "Vakantie."), "escalation-of-law");
    }

    [Fact]
    public async Task AnswerEscalation_ATaskOfTheProfessional_CannotBeTakenOver() =>
        await Refused(new AnswerEscalationCommand(await Late(), EscalationAnswerKind.TakenOver), "task-of-professional");

    [Fact]
    public async Task AnswerEscalation_Seen_GivesFiveWorkingDaysBeforeTheNextIsTold()
    {
        var id = await Late();
        await PassDays(5);

        await As(_case.Coordinator).SendAsync(new AnswerEscalationCommand(id, EscalationAnswerKind.Acknowledged));
        await PassDays(6);
        (await Told()).Count.ShouldBe(1);
        await PassDays(1);

        (await Told()).ShouldBe([_case.Coordinator.Id, _manager.Id]);
    }

    [Fact]
    public async Task AnswerEscalation_Deferred_IsToldToTheSamePersonOnThatDayAndStandsInTheListOnce()
    {
        var id = await Late();
        var day = WorkingCalendar.OfLaw.Add(InTwoWeeks, 0);
        await As(_case.Coordinator).SendAsync(Deferred(id, day, "De toezichthouder is ziek."));

        var item = (await As(_case.Coordinator).SendAsync(new EscalationListQuery(false))).Items.ShouldHaveSingleItem();
        (item.Answer!.Kind, item.Answer.Until, item.Answer.Reason, item.Answer.By).ShouldBe((EscalationAnswerKind.Deferred, day, "De toezichthouder is ziek.", _case.Coordinator.DisplayName));
        await PassDays(day.DayNumber - Clock.Today().DayNumber);

        (await Told()).ShouldBe([_case.Coordinator.Id, _case.Coordinator.Id]);
        (await As(_case.Coordinator).SendAsync(new EscalationListQuery(false))).Items.ShouldHaveSingleItem().Answer.ShouldBeNull();
        (await Read(db => db.Escalations.SingleAsync(e => e.Id == id, Cancel))).Ending.ShouldBe(EscalationEnding.ToldAnew);
    }

    [Fact]
    public async Task AnswerEscalation_GivenToAColleague_HasThemDoTheTask()
    {
        var colleague = await Given(A.Coordinator());
        await Host.WriteAsync(db => db.Add(new Regulatief.Cases.Projects.ProjectCoordinator { ProjectId = _case.Project.Id, AccountId = colleague.Id, Rank = 2 }));
        await Complete(_case, HumanTaskKind.Intake, Answers.Intake);
        await Complete(_case, HumanTaskKind.InclusionCheck, HumanTasks.StepAnswers.Inclusion);
        var id = await Late();

        await As(_case.Coordinator).SendAsync(new AnswerEscalationCommand(id, EscalationAnswerKind.Reassigned, AssigneeId: colleague.Id));

        (await OpenTask(_case, HumanTaskKind.MatchVolunteer)).AssigneeId.ShouldBe(colleague.Id);
        await Refused(new AnswerEscalationCommand(id, EscalationAnswerKind.Reassigned, AssigneeId: _case.Officer.Id, HolderId: colleague.Id), "task-not-for-them");
        await Refused(new AnswerEscalationCommand(id, EscalationAnswerKind.TakenOver), "task-taken-meanwhile");
        await As(_case.Coordinator).SendAsync(new AnswerEscalationCommand(id, EscalationAnswerKind.TakenOver, HolderId: colleague.Id));
        (await OpenTask(_case, HumanTaskKind.MatchVolunteer)).AssigneeId.ShouldBe(_case.Coordinator.Id);
    }

    [Fact]
    public async Task AnswerEscalation_OverTheApi_IsListedByItsState()
    {
        var id = await Late();
        var api = await As(_case.Coordinator).ApiAsync();

        (await api.PostAsync($"/api/v1/escalations/{id}/answer", new { kind = "Acknowledged" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await Total("Answered")).ShouldBe(1);
        (await Total("Unanswered")).ShouldBe(0);
        (await Total("Deferred")).ShouldBe(0);

        async Task<int?> Total(string state) => (int?)(await (await api.GetAsync($"/api/v1/escalations?state={state}", Cancel)).JsonAsync())["total"];
    }

    private static AnswerEscalationCommand Deferred(Guid id, DateOnly? until, string? reason) => new(id, EscalationAnswerKind.Deferred, until, reason);

    private async Task Refused(AnswerEscalationCommand command, string code) =>
        (await Should.ThrowAsync<CaseRuleException>(As(_case.Coordinator).SendAsync(command))).Code.ShouldBe(code);

    private async Task<Guid> Late()
    {
        await Host.PassAsync(TimeSpan.FromDays(15));
        return await Read(db => db.Escalations.Select(e => e.Id).SingleAsync(Cancel));
    }

    private async Task PassDays(int days)
    {
        for (var day = 0; day < days; day++) await Host.PassAsync(TimeSpan.FromDays(1));
    }

    private Task<List<Guid>> Told() => Read(db => db.Escalations.OrderBy(e => e.Generation).Select(e => e.ToAccountId).ToListAsync(Cancel));
}
