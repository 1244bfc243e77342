using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Intakes;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.Escalations;
using Regulatief.Web.Features.HumanTasks;
using Regulatief.Web.Features.ClientRequests;
using Regulatief.Web.Features.MyWork;

namespace Regulatief.Tests.Features.Escalations;

/// <summary>Who is told of what is late, until when, and how often.</summary>
public sealed class EscalatingTests(SqliteHost host) : FeatureTest(host)
{
    private static readonly TimeSpan AfterTheTerm = TimeSpan.FromDays(15);

    /// <summary>Five working days hold a weekend.</summary>
    private static readonly TimeSpan AWeek = TimeSpan.FromDays(7);

    private CaseUnderTest _case = null!;
    private Account _manager = null!;
    private Account _administrator = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().Running("regulatieve-cyclus"));
        await Given(A.Account(AccountRole.Manager).Deactivated());
        _manager = await Given(A.Account(AccountRole.Manager));
        _administrator = await Given(A.Account(AccountRole.Administrator));
    }

    [Fact]
    public async Task Escalation_CoordinatorDeactivated_GoesToTheNextCoordinator()
    {
        var next = await AlsoCoordinatedBy();
        await Deactivate(_case.Coordinator);

        await Host.PassAsync(AfterTheTerm);

        (await Told()).ShouldBe([next.Id]);
    }

    [Fact]
    public async Task Escalation_NoCoordinatorActive_GoesToAManager()
    {
        await Deactivate(_case.Coordinator);

        await Host.PassAsync(AfterTheTerm);

        (await Told()).ShouldBe([_manager.Id]);
    }

    [Fact]
    public async Task Escalation_NeitherCoordinatorNorManager_GoesToAnAdministrator()
    {
        await Deactivate(_case.Coordinator);
        await Deactivate(_manager);

        await Host.PassAsync(AfterTheTerm);

        (await Told()).ShouldBe([_administrator.Id]);
    }

    [Fact]
    public async Task Escalation_CoordinatorIsLateThemselves_GoesToTheNextInLine()
    {
        await Complete(_case, HumanTaskKind.Intake, Answers.Intake);
        await Complete(_case, HumanTaskKind.InclusionCheck, HumanTasks.StepAnswers.Inclusion);
        await As(_case.Coordinator).SendAsync(new ClaimHumanTaskCommand((await OpenTask(_case, HumanTaskKind.MatchVolunteer)).Id));

        await Host.PassAsync(AfterTheTerm);

        (await Told()).ShouldBe([_manager.Id]);
    }

    [Fact]
    public async Task Reminder_AssigneeDeactivated_GoesToTheFirstInLine()
    {
        await Deactivate(_case.Officer);

        await Host.PassAsync(TimeSpan.FromDays(13));

        (await Read(db => db.Notices.SingleAsync(n => n.Kind == NoticeKind.TaskReminder, Cancel))).AccountId.ShouldBe(_case.Coordinator.Id);
    }

    [Fact]
    public async Task Escalation_NobodyActs_IsRaisedAgainUpTheLine()
    {
        var second = await AlsoCoordinatedBy();
        await Host.PassAsync(AfterTheTerm);

        // Five weeks: the fifth working day after 23 December comes a day later than a week, since Christmas is none.
        foreach (var _ in Enumerable.Range(0, 5)) await Host.PassAsync(AWeek);

        (await Told()).ShouldBe([_case.Coordinator.Id, second.Id, _manager.Id, _administrator.Id, _administrator.Id]);
        (await Read(db => db.Timeline.CountAsync(e => e.Kind == TimelineKind.Escalated, Cancel))).ShouldBe(5);
        (await Read(db => db.DueWork.Where(w => w.Kind == DueWorkKind.TaskEscalation).Select(w => w.Generation).SingleAsync(Cancel))).ShouldBe(6);
    }

    [Theory]
    [InlineData("2026-11-26T09:00:00Z", "2026-12-18")] // late since the night after Thursday 10 December
    [InlineData("2026-11-27T09:00:00Z", "2026-12-21")] // since the night after Friday: the weekend is none of the five
    public async Task Escalation_NobodyActs_IsRaisedAgainAfterFiveWholeWorkingDays(string at, string again)
    {
        Clock.AdjustTime(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture));
        var @case = await Given(A.Case().Running("regulatieve-cyclus"));
        var task = await OpenTask(@case, HumanTaskKind.Intake);

        Clock.AdjustTime(LegalTime.EndOf(task.DueOn));
        await Host.SweepAsync();

        (await Read(db => db.DueWork.SingleAsync(w => w.SubjectId == task.Id.Value, Cancel))).DueAt
            .ShouldBe(LegalTime.At(DateOnly.Parse(again, CultureInfo.InvariantCulture), new TimeOnly(8, 0)));
    }

    [Fact]
    public async Task Escalation_LessThanFiveWorkingDaysLater_IsNotRaisedAgain()
    {
        await Host.PassAsync(AfterTheTerm);

        await Host.PassAsync(TimeSpan.FromDays(6));

        (await Told()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Escalation_Handled_IsNotRaisedAgainAndEndsForAllWhoWereTold()
    {
        await Host.PassAsync(AfterTheTerm);
        await Host.PassAsync(AWeek);
        var first = await Read(db => db.Escalations.SingleAsync(e => e.Generation == 1, Cancel));

        await As(_case.Coordinator).SendAsync(new HandleEscalationCommand(first.Id, "Gebeld met de toezichthouder."));
        await Host.PassAsync(AWeek);

        var all = await Read(db => db.Escalations.ToListAsync(Cancel));
        all.Count.ShouldBe(2);
        all.ShouldAllBe(e => e.Ending == EscalationEnding.Handled && e.HandledById == _case.Coordinator.Id && e.Note == "Gebeld met de toezichthouder.");
    }

    [Fact]
    public async Task Escalation_TaskDone_EndsByItselfAndSaysSo()
    {
        await Host.PassAsync(AfterTheTerm);

        await Complete(_case, HumanTaskKind.Intake, Answers.Intake);

        (await As(_case.Coordinator).SendAsync(new CoordinatorWorkQuery())).Escalations.ShouldBeEmpty();
        var page = await (await As(_case.Coordinator).BrowseAsync()).OpenAsync("/escalaties?afgehandeld=true");
        page.Find("main .card")!.TextContent.ShouldContain("Vanzelf: de taak is gedaan");
    }

    [Fact]
    public async Task Escalation_TaskCancelled_EndsByItselfAndSaysSo()
    {
        await Complete(_case, HumanTaskKind.Intake, Answers.Intake);
        await Complete(_case, HumanTaskKind.InclusionCheck, HumanTasks.StepAnswers.Inclusion);
        await Host.PassAsync(AfterTheTerm);

        await As(_case.Officer).SendAsync(new Web.Features.CaseActions.StopCaseCommand(_case.Id, ClosureReason.Detention, "Zit vast."));

        (await Only()).Ending.ShouldBe(EscalationEnding.TaskCancelled);
    }

    [Fact]
    public async Task Escalation_OfTheCycleItself_EndsWhenTheCaseCloses()
    {
        await ByTheCycle(_case);

        await Complete(_case, HumanTaskKind.Intake, new IntakeAnswers { GoesOn = false, WithdrawnReason = "Wil niet meer." });

        (await Only()).Ending.ShouldBe(EscalationEnding.CaseClosed);
    }

    [Fact]
    public async Task Escalation_OfTheCycleItself_IsRaisedAgainToo()
    {
        await ByTheCycle(_case);

        await Host.PassAsync(AWeek);

        (await Told()).ShouldBe([_case.Coordinator.Id, _manager.Id]);
    }

    [Fact]
    public async Task Escalation_OfWhatAClientAsked_TellsThatItIsLateAndNotWhatItIs()
    {
        var client = As(_case.Client!);
        await client.SendAsync(new MakeClientRequestCommand(_case.Id, ClientRequestKind.OwnFile, null));
        await Complete(_case, HumanTaskKind.Intake, new IntakeAnswers { GoesOn = false, WithdrawnReason = "Wil niet meer." });

        await Host.PassAsync(TimeSpan.FromDays(30));

        var page = await (await As(_case.Coordinator).BrowseAsync()).OpenAsync("/escalaties");
        page.Text.ShouldContain("Een taak van: Toezichthouder");
        page.Text.ShouldNotContain("dossier");
        (await As(_case.Coordinator).SendAsync(new CasePageQuery(_case.Id))).Tasks.ShouldBeEmpty();
        (await As(_case.Coordinator).SendAsync(new CaseTimelineQuery(_case.Id))).Items.ShouldNotContain(i => i.Sentence.Contains("dossier"));
        (await As(_case.Officer).SendAsync(new CaseTimelineQuery(_case.Id))).Items.ShouldContain(i => i.Sentence.Contains("dossier"));
    }

    [Fact]
    public async Task ClientRequest_CaseClosedMeanwhile_IsStillAnswered()
    {
        await As(_case.Client!).SendAsync(new MakeClientRequestCommand(_case.Id, ClientRequestKind.OwnFile, null));
        await Complete(_case, HumanTaskKind.Intake, new IntakeAnswers { GoesOn = false, WithdrawnReason = "Wil niet meer." });

        (await Complete(_case, HumanTaskKind.ClientRequest, new ClientRequestAnswers { Answer = "Het ligt klaar.", Delivery = FileDelivery.NotDelivered })).Outcome.ShouldBe("Answered");
    }

    [Theory]
    [InlineData(AccountRole.Manager)]
    [InlineData(AccountRole.Administrator)]
    public async Task Escalation_ToldFurtherUpTheLine_IsWhereTheyArrive(AccountRole role)
    {
        await Deactivate(_case.Coordinator);
        if (role == AccountRole.Administrator) await Deactivate(_manager);
        await Host.PassAsync(AfterTheTerm);

        var page = await (await As(role == AccountRole.Manager ? _manager : _administrator).BrowseAsync()).OpenAsync("/");

        page.Url.AbsolutePath.ShouldBe("/escalaties");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldContain("Intake");
        page.Find($"a[href='/trajecten/{_case.Id}']").ShouldBeNull();
    }

    [Fact]
    public async Task DeactivateAccount_OnlyCoordinatorOfAProject_IsRefused()
    {
        (await Should.ThrowAsync<Regulatief.Cases.CaseRuleException>(As(_administrator).SendAsync(new DeactivateAccountCommand(_case.Coordinator.Id)))).Code.ShouldBe("account-only-coordinator");

        await AlsoCoordinatedBy();
        await As(_administrator).SendAsync(new DeactivateAccountCommand(_case.Coordinator.Id));
    }

    private async Task<Account> AlsoCoordinatedBy()
    {
        var next = await Given(A.Coordinator());
        await Host.WriteAsync(db => db.Add(new Regulatief.Cases.Projects.ProjectCoordinator { ProjectId = _case.Project.Id, AccountId = next.Id, Rank = 2 }));
        return next;
    }

    private Task<int> Deactivate(Account account) =>
        Read(db => db.Accounts.Where(a => a.Id == account.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.IsActive, false), Cancel));

    private Task<int> ByTheCycle(CaseUnderTest @case) => Read(async db =>
    {
        await db.EscalateAsync(await db.CaseForChangeAsync(CaseKey.Of(@case.Id), Actor.System, Cancel), Clock.GetUtcNow(), Cancel);
        return await db.SaveChangesAsync(Cancel);
    });

    private Task<List<Guid>> Told() => Read(db => db.Escalations.OrderBy(e => e.Generation).Select(e => e.ToAccountId).ToListAsync(Cancel));

    private Task<Escalation> Only() => Read(db => db.Escalations.SingleAsync(Cancel));
}
