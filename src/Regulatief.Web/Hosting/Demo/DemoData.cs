using System.Text.Json;
using System.Text.Json.Serialization;
using Regulatief.Cases.Cases;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.TaskDivisions;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Web.Hosting.Demo;

/// <summary>The made-up people and words of <c>db/seed/demo.json</c>.</summary>
internal sealed record DemoData(
    IReadOnlyList<DemoProject> Projects, IReadOnlyList<DemoColleague> Officers, IReadOnlyList<DemoColleague> Coordinators, IReadOnlyList<DemoVolunteer> Volunteers,
    IReadOnlyList<DemoClient> Clients, IReadOnlyList<DemoGoal> Goals, IReadOnlyList<string> HelpNeeds, IReadOnlyList<string> WhyVolunteer, IReadOnlyList<DemoTask> Tasks,
    IReadOnlyList<string> Agendas, IReadOnlyList<string> Decisions, IReadOnlyList<DemoActivity> Activities, IReadOnlyList<DemoSignal> Signals,
    IReadOnlyList<string> EvaluationWords, IReadOnlyList<DemoClosure> Closures)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static DemoData Read() =>
        JsonSerializer.Deserialize<DemoData>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "seed", "demo.json")), Json)!;
}

internal sealed record DemoProject(string Name, string OnCallNumber);

internal sealed record DemoColleague(string UserName, string Name);

/// <param name="VogMonths">How many months the declaration of conduct is still valid; negative when it ended.</param>
internal sealed record DemoVolunteer(string First, string Last, string Place, string Expertise, string Availability, int Capacity, int VogMonths);

internal sealed record DemoClient(string First, string Last, DateOnly BornOn);

internal sealed record DemoGoal(string Text, GoalKind Kind, LifeDomain LifeDomain);

internal sealed record DemoTask(string Text, TaskOwner Owner);

internal sealed record DemoActivity(VolunteerActivityCategory Category, int Minutes, LocationType Location, string Note);

internal sealed record DemoSignal(RiskSignalKind Kind, string Observation, SignalSeverity Severity, PartOfDay? ObservedIn, string? Place, string Reaction);

internal sealed record DemoClosure(ClosureReason Reason, string Results, string WhatRemains);
