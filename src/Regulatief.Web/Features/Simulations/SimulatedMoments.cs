using Regulatief.Cases.Workflows.Simulation;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.Simulations;

/// <summary>What happened in a made-up case, in words.</summary>
internal static class SimulatedMoments
{
    public static TimelineEvent Shown(this SimulatedMoment moment, SimulatedDefinition definition, Texts texts, Dates dates) => new(
        moment.At,
        TitleOf(moment, definition, texts),
        texts.Of(moment.Kind),
        TextOf(moment, texts, dates),
        ToneOf(moment.Kind),
        moment.ActivityId is { } id ? $"/cycli/versies/{definition.VersionId}#stap-{id}" : null);

    private static string TitleOf(SimulatedMoment moment, SimulatedDefinition definition, Texts texts) => moment.Kind switch
    {
        SimulatedKind.PhaseEntered => texts.Find($"Enum.CasePhase.{moment.What}") ?? moment.What,
        SimulatedKind.CaseClosed => texts.Find($"Enum.ClosureReason.{moment.What}") ?? texts["Simulation.ByTheForm"],
        SimulatedKind.RoundBegun => texts["Simulation.Round", moment.What],
        SimulatedKind.CoordinatorTold or SimulatedKind.Ended => texts.Of(moment.Kind),
        SimulatedKind.WaitOver or SimulatedKind.MeetingPlanned or SimulatedKind.Incident when moment.ActivityId is { } id => texts.TitleOf(definition.Titles[id]),
        _ => texts.TitleOf(moment.What),
    };

    private static string? TextOf(SimulatedMoment moment, Texts texts, Dates dates) => moment switch
    {
        { Role: { } role, On: { } until } => texts["Simulation.ForUntil", texts.Of(role), dates.Day(until)],
        { Outcome: { } outcome } => texts["Simulation.Outcome", texts.OutcomeOf(outcome)],
        { On: { } on } => texts["Simulation.On", dates.Day(on)],
        { Kind: SimulatedKind.Incident } => moment.What,
        _ => null,
    };

    private static Tone ToneOf(SimulatedKind kind) => kind switch
    {
        SimulatedKind.TaskDone or SimulatedKind.CaseClosed => Tone.Success,
        SimulatedKind.TaskEscalated or SimulatedKind.CoordinatorTold or SimulatedKind.TaskReminded => Tone.Warning,
        SimulatedKind.Incident => Tone.Danger,
        SimulatedKind.MeetingPlanned or SimulatedKind.FollowUpPlanned or SimulatedKind.RoundBegun or SimulatedKind.PhaseEntered => Tone.Information,
        _ => Tone.Neutral,
    };
}
