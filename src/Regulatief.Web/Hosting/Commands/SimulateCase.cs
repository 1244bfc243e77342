using System.CommandLine;
using Regulatief.Cases.Time;
using Regulatief.Cases.Workflows.Simulation;
using Regulatief.Engine.Definitions;

namespace Regulatief.Web.Hosting.Commands;

/// <summary><c>workflows simulate FILE [--days N] [--seed N] [--random]</c></summary>
internal static class SimulateCase
{
    private const int TwoYears = 730;
    private const int MostDays = 3653;

    public static Command Describe()
    {
        var file = new Argument<string>("FILE") { Description = "The definition." };
        var days = new Option<int>("--days") { Description = "How many days of the case; two years unless told.", DefaultValueFactory = _ => TwoYears };
        var seed = new Option<int>("--seed") { Description = "Which of the random cases; the same seed gives the same case.", DefaultValueFactory = _ => 1 };
        var random = new Option<bool>("--random") { Description = "Outcomes, days and events at random; else first outcomes on the last day, and no events." };
        var from = new Option<DateOnly?>("--from") { Description = "The first day, as 2027-01-31; today unless told." };
        var outcome = new Option<string[]>("--outcome")
        {
            Description = "What an activity ends with, as id=OUTCOME; given twice for one id: the first time, the second time.", DefaultValueFactory = _ => [],
        };
        var command = new Command("simulate", "Lives a case on a virtual clock: its tasks, meetings, follow-ups, reminders and escalations. Nothing is stored.")
        {
            file, days, seed, random, from, outcome,
        };
        command.SetAction(parsed =>
        {
            var plan = new SimulationPlan(
                parsed.GetValue(from) ?? TimeProvider.System.Today(), Days(parsed.GetValue(days)), parsed.GetValue(seed), parsed.GetValue(random),
                parsed.GetValue(outcome)!.Select(Pair).ToLookup(p => p.Id, p => p.Outcome));
            return Simulate(parsed.GetValue(file)!, plan, parsed.InvocationConfiguration.Output);
        });
        return command;
    }

    private static int Simulate(string path, SimulationPlan plan, TextWriter output)
    {
        var definition = DefinitionFile.Read(path);
        foreach (var chosen in plan.Outcomes) Judge(definition, chosen);

        var simulated = CaseSimulation.Run(definition, DefinitionFile.Catalog, plan);
        foreach (var moment in simulated.Moments)
            output.WriteLine($"{LegalTime.Local(moment.At):yyyy-MM-dd HH:mm}  {moment.Kind,-15}  {moment.ActivityId,-28}  {Told(moment)}".TrimEnd());
        output.WriteLine(string.Join(", ", simulated.Moments.CountBy(m => m.Kind).OrderBy(k => k.Key).Select(k => $"{k.Value} {k.Key}")));
        if (simulated.Waiting.Count > 0) output.WriteLine($"Waits at {string.Join(", ", simulated.Waiting)}");
        if (simulated.IsCut) throw new CommandException(ExitCode.Wrong, $"{path}: the case never came to rest; the simulation was stopped.");
        return simulated.Moments.Any(m => m.Kind == SimulatedKind.Incident) ? ExitCode.Wrong : ExitCode.Fine;
    }

    private static string Told(SimulatedMoment moment) => moment switch
    {
        { Outcome: { } outcome } => $"{moment.What}: {outcome}",
        { Role: { } role } => $"{moment.What} ({role}, until {moment.On:yyyy-MM-dd})",
        { On: { } on } => $"{moment.What} on {on:yyyy-MM-dd}".TrimStart(),
        _ => moment.What,
    };

    private static void Judge(WorkflowDefinition definition, IGrouping<string, string> chosen)
    {
        var node = definition.Find(chosen.Key) ?? throw new CommandException(ExitCode.Unreadable, $"--outcome names '{chosen.Key}', which the definition lacks.");
        if (DefinitionFile.Catalog.Find(node.Type)?.PortsOf(node) is not { Count: > 0 } known) return;

        if (chosen.Except(known).FirstOrDefault() is { } unknown)
            throw new CommandException(ExitCode.Unreadable, $"'{chosen.Key}' cannot end with '{unknown}'; expected one of [{string.Join(", ", known)}].");
    }

    private static int Days(int days) =>
        days is > 0 and <= MostDays ? days : throw new CommandException(ExitCode.Unreadable, $"--days is {days}; expected 1 to {MostDays}.");

    private static (string Id, string Outcome) Pair(string text) => text.Split('=', 2) is [var id, var outcome]
        ? (id, outcome)
        : throw new CommandException(ExitCode.Unreadable, $"--outcome is '{text}'; expected id=OUTCOME.");
}
