using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.RiskSignals;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.RiskSignals;

namespace Regulatief.Tests.Features.RiskSignals;

public sealed class DiscussRiskSignalTests(SqliteHost host) : SignalTest(host)
{
    [Fact]
    public async Task DiscussRiskSignal_ByTheOfficer_IsNotFound() =>
        await Should.ThrowAsync<NotFoundException>(Officer.SendAsync(Talk(new TimeOnly(8, 30))));

    [Fact]
    public async Task DiscussRiskSignal_LaterToday_IsRefusedAtTheTime()
    {
        var refusal = await Should.ThrowAsync<ValidationException>(Volunteer.SendAsync(Talk(new TimeOnly(17, 0))));

        refusal.Errors.Single().ErrorCode.ShouldBe("signal-time-ahead");
    }

    [Fact]
    public async Task DiscussRiskSignal_ToldToWhomButNotWhat_IsRefusedAtThatField()
    {
        var refusal = await Should.ThrowAsync<ValidationException>(
            Volunteer.SendAsync(Talk(new TimeOnly(8, 30)) with { ToldRecipients = [CaseRole.Professional], ToldWhat = null }));

        refusal.Errors.Single().PropertyName.ShouldBe("ToldWhat");
    }

    [Fact]
    public async Task DiscussRiskSignal_AfterItEnded_IsRefused()
    {
        await Volunteer.SendAsync(new WithdrawRiskSignalCommand(Signal));

        (await Should.ThrowAsync<CaseRuleException>(Volunteer.SendAsync(Talk(new TimeOnly(8, 30))))).Code.ShouldBe("signal-ended");
    }

    [Fact]
    public async Task DiscussRiskSignal_Told_IsSeenByTheClientInTheirOwnWords()
    {
        await Discuss(CaseRole.Professional);

        var page = await As(Case.Client!).SendAsync(new RiskSignalForClientQuery(Signal));
        page.Discussions.Single().ClientsReaction.ShouldBe("Ik had het zwaar die dag.");
        page.Observation.ShouldBeNull();
    }

    [Fact]
    public async Task KeepBetweenUs_BeforeATalk_IsRefused() =>
        (await Should.ThrowAsync<CaseRuleException>(Volunteer.SendAsync(new KeepBetweenUsCommand(Signal)))).Code.ShouldBe("signal-wrong-state");

    [Fact]
    public async Task KeepBetweenUs_AfterATalk_EndsTheTaskAndStaysHidden()
    {
        await Discuss();

        await Volunteer.SendAsync(new KeepBetweenUsCommand(Signal));

        (await Read(db => db.HumanTasks.AnyAsync(t => t.Kind == HumanTaskKind.RiskSignal && t.Status == HumanTaskStatus.Open, Cancel))).ShouldBeFalse();
        await Should.ThrowAsync<NotFoundException>(Officer.SendAsync(new RiskSignalForRecipientQuery(Signal)));
    }

    [Fact]
    public async Task RecordFailedAttempt_CoordinatorAskedAfterOne_IsRefused() =>
        (await Should.ThrowAsync<CaseRuleException>(Attempt(askCoordinator: true))).Code.ShouldBe("signal-two-attempts-needed");

    [Fact]
    public async Task RecordFailedAttempt_TwoOnOneDay_CountAsOne()
    {
        await Attempt(askCoordinator: false);

        (await Should.ThrowAsync<CaseRuleException>(Attempt(askCoordinator: true))).Code.ShouldBe("signal-two-attempts-needed");
    }

    [Fact]
    public async Task RecordFailedAttempt_BeforeTheSignalWasNoted_IsRefused() =>
        (await Should.ThrowAsync<CaseRuleException>(
            Volunteer.SendAsync(new RecordFailedAttemptCommand(Signal, new DateOnly(1990, 1, 1), DiscussionManner.ByPhone, false)))).Code.ShouldBe("signal-attempt-too-early");

    [Fact]
    public async Task DiscussRiskSignal_LongBeforeItWasNoted_IsRefused() =>
        (await Should.ThrowAsync<CaseRuleException>(
            Volunteer.SendAsync(Talk(new TimeOnly(8, 30)) with { On = new DateOnly(1990, 1, 1) }))).Code.ShouldBe("signal-talk-too-early");

    [Fact]
    public async Task RecordFailedAttempt_CoordinatorAsked_TheirTaskTellsNothingOfASignal()
    {
        await Attempt(askCoordinator: false);
        Clock.Advance(TimeSpan.FromDays(1));
        await Attempt(askCoordinator: true, on: 25);
        var task = await OpenTask(Case, HumanTaskKind.ClientUnreachable);

        var page = await (await Coordinator.BrowseAsync()).OpenAsync($"/taken/{task.Id}");

        page.Text.ShouldContain("kon de cliënt niet bereiken");
        page.Text.ShouldNotContain("signaal", Shouldly.Case.Insensitive);
        page.Text.ShouldNotContain("Hij dronk weer");
    }

    [Fact]
    public async Task RecordFailedAttempt_CoordinatorAsked_TheirApiTellsNothingOfASignal()
    {
        await Attempt(askCoordinator: false);
        Clock.Advance(TimeSpan.FromDays(1));
        await Attempt(askCoordinator: true, on: 25);
        var task = await OpenTask(Case, HumanTaskKind.ClientUnreachable);
        var api = await Coordinator.ApiAsync();

        foreach (var url in new[] { "/api/v1/tasks", $"/api/v1/tasks/{task.Id}", $"/api/v1/cases/{Case.Id}" })
        {
            var answer = await api.GetStringAsync(new Uri(url, UriKind.Relative), Cancel);
            answer.ShouldContain(task.Id.ToString());
            answer.ShouldNotContain(Signal.ToString());
            answer.ShouldNotContain("signal", Shouldly.Case.Insensitive);
        }
    }

    [Fact]
    public async Task ConfirmUnreachable_NotAsked_IsNotFound() =>
        await Should.ThrowAsync<NotFoundException>(Coordinator.SendAsync(new ConfirmUnreachableCommand(Signal)));

    private Task<RiskSignalId> Attempt(bool askCoordinator, int on = 24) =>
        Volunteer.SendAsync(new RecordFailedAttemptCommand(Signal, new DateOnly(2026, 11, on), DiscussionManner.ByPhone, askCoordinator));

    private DiscussRiskSignalCommand Talk(TimeOnly at) =>
        new(Signal, new DateOnly(2026, 11, 24), at, DiscussionManner.ByPhone, [], null, "Het is zoals je zegt.");
}
