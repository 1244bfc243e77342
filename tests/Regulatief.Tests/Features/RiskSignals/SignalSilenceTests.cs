using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Workflows.Effects;
using Regulatief.Cases.Workflows.Transitions;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;

namespace Regulatief.Tests.Features.RiskSignals;

/// <summary>What a definition may do while its signal is not shared, judged for every effect that there is.</summary>
public sealed class SignalSilenceTests
{
    private static readonly Bookmark Place = new(Guid.CreateVersion7(), "x", null, "a", "a", Guid.CreateVersion7(), null, null);

    /// <summary>One of each, as it would reach somebody else.</summary>
    private static readonly Effect[] Loud =
    [
        new EnterPhase(CasePhase.Evaluation),
        new PlanMeeting(new DateOnly(2026, 12, 1), Task(HumanTaskKind.Meeting, AccountRole.ProbationOfficer)),
        new BeginNextRound(),
        new ScheduleFollowUp(Place, "Terugbellen", new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero)),
        new RaiseEscalation(),
        new EndCase(ClosureReason.Other),
        Task(HumanTaskKind.RiskSignal, AccountRole.ProbationOfficer),
        new PublishEventEffect("stopped", null, IsLocal: false, null),
        new StartWorkflowEffect("een-taak", null, null, null),
        new RunTaskEffect(Guid.CreateVersion7(), "bericht", null),
    ];

    private static readonly Effect[] Quiet =
    [
        Task(HumanTaskKind.RiskSignal, AccountRole.Volunteer),
        new PublishEventEffect("verder", null, IsLocal: true, null),
    ];

    [Fact]
    public void EveryEffectThatThereIs_IsJudgedHere()
    {
        var known = typeof(Effect).Assembly.GetTypes().Concat(typeof(CaseEffect).Assembly.GetTypes()).Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(Effect)));

        Loud.Select(e => e.GetType()).ShouldBe(known, ignoreOrder: true);
    }

    [Fact]
    public void NothingThatReachesOthers_IsAllowed() => Loud.Where(SignalSilence.Allows).ShouldBeEmpty();

    [Fact]
    public void TheVolunteersOwnTaskAndWordsToItself_AreAllowed() => Quiet.ShouldAllBe(effect => SignalSilence.Allows(effect));

    [Theory]
    [InlineData(HumanTaskKind.CaseTask, AccountRole.Volunteer, null)]
    [InlineData(HumanTaskKind.RiskSignal, AccountRole.Volunteer, 0)]
    [InlineData(HumanTaskKind.RiskSignal, AccountRole.Coordinator, null)]
    [InlineData(HumanTaskKind.RiskSignal, AccountRole.Client, null)]
    [InlineData(HumanTaskKind.CaseTask, AccountRole.PrivacyOfficer, null)]
    public void ATaskThatOthersWouldHearOf_IsNotAllowed(HumanTaskKind kind, AccountRole role, int? escalateAfter) =>
        SignalSilence.Allows(Task(kind, role, escalateAfter)).ShouldBeFalse();

    [Fact]
    public void SilenceLies_OnWhatFollowsASignalThatIsNotShared()
    {
        SignalSilence.LiesOn(new SignalRead(RiskSignalId.New(), IsShared: false)).ShouldBeTrue();
        SignalSilence.LiesOn(new SignalRead(RiskSignalId.New(), IsShared: true)).ShouldBeFalse();
        SignalSilence.LiesOn(null).ShouldBeFalse();
    }

    private static OpenHumanTask Task(HumanTaskKind kind, AccountRole role, int? escalateAfter = null) =>
        new(Place, kind, "Titel", role, new Term(3, EscalateAfter: escalateAfter), ["Done"]);
}
