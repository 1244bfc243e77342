using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Promises;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Cases.Workflows.Simulation;
using Regulatief.Tests.Features.CaseActions;
using Regulatief.Tests.Features.HumanTasks;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseAccesses;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.ClientRequests;
using Regulatief.Web.Features.ClosingDays;
using Regulatief.Web.Features.Contacts;
using Regulatief.Web.Features.Meetings;
using Regulatief.Web.Features.RiskSignals;
using Regulatief.Web.Features.Simulations;

namespace Regulatief.Tests.Features.ClosingDays;

/// <summary>What counts without the days on which the organisation is closed, and what the law counts all the same. From a Tuesday; closed on the Thursday and Friday after it.</summary>
public sealed class TermsAroundClosingDaysTests(SqliteHost host) : CaseActionTest(host)
{
    private static readonly DateOnly Thursday = new(2026, 11, 26);
    private static readonly DateOnly Friday = new(2026, 11, 27);

    private Account _manager = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _manager = await Given(A.Account(AccountRole.Manager));
    }

    [Fact]
    public async Task Term_OfTheFirstTaskOfACase_PassesOverClosingDays()
    {
        await Close(Thursday, Friday);

        var @case = await Given(A.Case().Running("regulatieve-cyclus"));

        // Ten working days: 8 December, were the organisation open.
        (await OpenTask(@case, HumanTaskKind.Intake)).DueOn.ShouldBe(new DateOnly(2026, 12, 10));
    }

    [Fact]
    public async Task Term_OfATaskThatFollowsAnother_PassesOverClosingDays()
    {
        var @case = await Given(A.Case().Running("regulatieve-cyclus"));
        var open = await TermOfTheNext(@case);
        await Close(Thursday, Friday);

        var closed = await TermOfTheNext(await Given(A.Case().Running("regulatieve-cyclus")));

        WorkingCalendar.OfLaw.Between(open, closed).ShouldBe(2);
    }

    [Fact]
    public async Task Reminder_OfATask_ComesOnTheLastDayThatIsOpen()
    {
        await Close(Thursday, Friday);
        var @case = await Given(A.Case().Paired());

        // Asked on Tuesday: Wednesday is one, Monday two.
        await As(@case.Officer).SendAsync(Asking(@case, 2));

        var task = await OpenTask(@case, HumanTaskKind.ContactRequest);
        task.DueOn.ShouldBe(new DateOnly(2026, 11, 30));
        (await DueAt(task, DueWorkKind.TaskReminder)).ShouldBe(LegalTime.At(new DateOnly(2026, 11, 25), new TimeOnly(8, 0)));
    }

    [Fact]
    public async Task Term_ThatWasSetBefore_KeepsItsDayAndItsReminder()
    {
        var @case = await Given(A.Case().Paired());
        await As(@case.Officer).SendAsync(Asking(@case, 3));
        var before = await OpenTask(@case, HumanTaskKind.ContactRequest);
        var reminder = await DueAt(before, DueWorkKind.TaskReminder);

        await Close(Thursday, Friday);

        (await OpenTask(@case, HumanTaskKind.ContactRequest)).DueOn.ShouldBe(Friday);
        (await DueAt(before, DueWorkKind.TaskReminder)).ShouldBe(reminder);
    }

    [Fact]
    public async Task Term_AfterTheClosingDaysWereTakenAway_CountsThemAgain()
    {
        var id = await Close(Thursday, Friday);
        await As(_manager).SendAsync(new RemoveClosingDaysCommand(id));
        var @case = await Given(A.Case().Paired());

        await As(@case.Officer).SendAsync(Asking(@case, 2));

        (await OpenTask(@case, HumanTaskKind.ContactRequest)).DueOn.ShouldBe(Thursday);
    }

    [Fact]
    public async Task Escalation_ThatNobodyActsOn_ComesAgainAfterFiveOpenDays()
    {
        var @case = await Given(A.Case().Paired());
        await As(@case.Officer).SendAsync(Asking(@case, 1));
        var task = await OpenTask(@case, HumanTaskKind.ContactRequest);
        await Close(new DateOnly(2026, 12, 1), new DateOnly(2026, 12, 2));

        // Late since the end of Wednesday: told on Thursday.
        await Host.PassAsync(TimeSpan.FromDays(2));

        (await Read(db => db.Escalations.CountAsync(e => e.TaskId == task.Id, Cancel))).ShouldBe(1);
        (await DueAt(task, DueWorkKind.TaskEscalation)).ShouldBe(LegalTime.At(new DateOnly(2026, 12, 7), new TimeOnly(8, 0)));
    }

    [Fact]
    public async Task ResumeCase_TermWouldEndOnAClosingDay_EndsOnTheNextDayThatIsOpen()
    {
        var @case = await GivenCaseAt(CasePhase.Matching);
        var before = await OpenTask(@case, HumanTaskKind.MatchVolunteer);
        await Close(before.DueOn.AddDays(7));
        await As(@case.Officer).SendAsync(new PauseCaseCommand(@case.Id, Reason));
        Clock.Advance(TimeSpan.FromDays(7));

        await As(@case.Officer).SendAsync(new ResumeCaseCommand(@case.Id));

        (await OpenTask(@case, HumanTaskKind.MatchVolunteer)).DueOn.ShouldBe(before.DueOn.AddDays(8));
    }

    [Fact]
    public async Task Meeting_OnAClosingDay_IsAskedAboutFirst()
    {
        var @case = await Given(A.Case().Running("alle-stappen").Paired());
        var meeting = await Read(db => db.Meetings.Where(m => m.CaseId == @case.Id).Select(m => m.Id).SingleAsync(Cancel));
        await Close(Thursday);

        var refused = await Should.ThrowAsync<ValidationException>(As(@case.Officer).SendAsync(
            new ProposeMeetingCommand(meeting, Thursday, new TimeOnly(14, 0), 60, LocationType.ProbationOffice, null, null, Despite: false)));

        refused.Errors.Select(e => $"{e.PropertyName} {e.ErrorCode}").ShouldBe(["Despite meeting-not-on-working-day"]);
    }

    [Fact]
    public async Task TaskDivision_FirstTalkOnAClosingDay_IsRefused()
    {
        var @case = await Given(A.Case().Running("alle-stappen").Paired());
        await Close(Friday);
        var answers = StepAnswers.Division((await CaseOf(@case)).Goals[0].Id.Value, Today);
        answers.FirstMeetingOn = Friday;

        var refused = await Should.ThrowAsync<ValidationException>(Complete(@case, HumanTaskKind.TaskDivision, answers));

        refused.Errors.Select(e => $"{e.PropertyName} {e.ErrorCode}").ShouldBe(["FirstMeetingOn not-a-working-day"]);
    }

    [Fact]
    public async Task SupportRequest_OfAVolunteer_PassesOverClosingDays()
    {
        await Close(Thursday, Friday);
        var @case = await Given(A.Case().Paired());

        await As(@case.Volunteer.Account).SendAsync(new AskSupportCommand("Kunt u bellen?"));

        (await Read(db => db.SupportRequests.SingleAsync(Cancel))).DueOn.ShouldBe(new DateOnly(2026, 11, 30));
    }

    [Fact]
    public async Task ClientRequest_OverClosingDays_CountsByTheLaw()
    {
        await Close(Thursday, Friday);
        var @case = await Given(A.Case().Paired());

        await As(@case.Client!).SendAsync(new MakeClientRequestCommand(@case.Id, ClientRequestKind.Contact, "Kunt u bellen?"));

        var task = await OpenTask(@case, HumanTaskKind.ClientRequest);
        task.DueOn.ShouldBe(Friday);
        (await DueAt(task, DueWorkKind.TaskReminder)).ShouldBe(LegalTime.At(Thursday, new TimeOnly(8, 0)));
    }

    [Fact]
    public async Task BreakGlassReview_OverClosingDays_CountsByTheLaw()
    {
        await Close(Thursday, Friday);
        var @case = await Given(A.Case().Paired());
        await Given(A.Account(AccountRole.PrivacyOfficer));

        await As(await Given(A.ProbationOfficer())).SendAsync(new TakeBreakGlassCommand(@case.Number, BreakGlassCategory.NobodyReachable, "Er moet nu iemand bellen."));

        (await OpenTask(@case, HumanTaskKind.BreakGlassReview)).DueOn.ShouldBe(new DateOnly(2026, 12, 1));
    }

    [Fact]
    public async Task RiskSignal_OverClosingDays_CountsByTheLawInAllItsTasks()
    {
        await Given(A.Account(AccountRole.PrivacyOfficer));
        var (open, openReview) = await TermsOfASignalInAcuteDanger();
        await Close(Thursday, Friday);

        (await TermsOfASignalInAcuteDanger()).ShouldBe((open, openReview));
        openReview.ShouldBe(new DateOnly(2026, 12, 1));
    }

    [Fact]
    public async Task Simulation_OfACycle_PassesOverClosingDays()
    {
        var designer = await Given(A.Account(AccountRole.Designer));
        await Close(Thursday, Friday);

        var simulated = (await As(designer).SendAsync(new SimulateDefinitionQuery("regulatieve-cyclus", null, null, Today, Random: false, null, null))).Case!;

        simulated.Moments.First(m => m.Kind == SimulatedKind.TaskOpened).On.ShouldBe(new DateOnly(2026, 12, 10));
    }

    private Task<Guid> Close(DateOnly from, DateOnly? until = null) => As(_manager).SendAsync(new AddClosingDaysCommand(from, until, "Dicht"));

    private static AskContactCommand Asking(CaseUnderTest @case, int term) => new(@case.Id, "Over de afspraak van vrijdag.", ContactWay.Phone, term);

    private async Task<DateOnly> TermOfTheNext(CaseUnderTest @case)
    {
        await Complete(@case, HumanTaskKind.Intake, Answers.Intake);
        return (await OpenTask(@case, HumanTaskKind.InclusionCheck)).DueOn;
    }

    /// <returns>The last day of the volunteer's own task, and of the review of the sharing.</returns>
    private async Task<(DateOnly Own, DateOnly Review)> TermsOfASignalInAcuteDanger()
    {
        var @case = await Given(A.Case().Paired());
        var volunteer = As(@case.Volunteer.Account);
        var signal = await volunteer.SendAsync(new NoteRiskSignalCommand(@case.Id, RiskSignalKind.RisingRiskBehaviour, "Hij dronk weer.", SignalSeverity.Worrying, new(2026, 11, 23)));
        var own = (await OpenTask(@case, HumanTaskKind.RiskSignal)).DueOn;
        await volunteer.SendAsync(new ShareRiskSignalCommand(signal, CaseRole.Professional, new SharingException(SharingGround.AcuteDanger, "Er dreigt nu iets.")));
        return (own, (await OpenTask(@case, HumanTaskKind.ExceptionReview)).DueOn);
    }

    private Task<DateTimeOffset> DueAt(HumanTask task, DueWorkKind kind) =>
        Read(db => db.DueWork.Where(w => w.SubjectId == task.Id.Value && w.Kind == kind).Select(w => w.DueAt).SingleAsync(Cancel));
}
