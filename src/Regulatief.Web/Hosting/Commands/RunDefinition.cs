using System.CommandLine;
using System.Text.Json.Nodes;
using Regulatief.Cases.Time;
using Regulatief.Cases.Workflows;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;

namespace Regulatief.Web.Hosting.Commands;

/// <summary><c>workflows run FILE [--resume id]...</c></summary>
internal static class RunDefinition
{
    private const string DoneOutcome = "Done";

    public static Command Describe()
    {
        var file = new Argument<string>("FILE") { Description = "The definition." };
        var resume = new Option<string[]>("--resume")
        {
            Description = "The activity that waits and is resumed next: its id, or id=OUTCOME. Without an outcome it takes the first. In order, as often as given.",
            DefaultValueFactory = _ => [],
        };
        var command = new Command("run", "Runs one definition in memory and prints its steps as JSON. Nothing is stored, no effect applied.") { file, resume };
        command.SetAction(parsed => Run(parsed.GetValue(file)!, parsed.GetValue(resume)!, parsed.InvocationConfiguration));
        return command;
    }

    private static int Run(string path, string[] resumes, InvocationConfiguration console)
    {
        var definition = DefinitionFile.Read(path);
        var now = TimeProvider.System.GetUtcNow();
        var facts = new CaseFacts(LegalTime.DateOf(now), WorkingCalendar.OfLaw, Round: 1, NextMeetingOn: null, RhythmInWeeks: null, EvaluateFrom: null);
        var trial = new TrialRun(definition, DefinitionFile.Catalog, now, facts);
        var failure = resumes.Select(resume => FailureToResume(trial, definition, resume)).FirstOrDefault(failure => failure is not null);

        console.Output.WriteLine(trial.ToJson());
        foreach (var incident in trial.Instance.Incidents) console.Error.WriteLine($"incident {incident.Kind} at '{incident.ActivityId}': {incident.Message}");
        return failure is null ? ExitCode.Fine : throw new CommandException(ExitCode.Wrong, $"{path}: {failure}");
    }

    private static string? FailureToResume(TrialRun trial, WorkflowDefinition definition, string resume)
    {
        var (id, outcome) = definition.Find(resume) is null && resume.Split('=', 2) is [var before, var after] ? (before, after) : (resume, null);
        var waiting = trial.Steps[^1].Waiting;
        if (!waiting.Contains(id)) return $"nothing waits at '{id}'; expected one of [{string.Join(", ", waiting)}].";

        var node = definition.Find(id)!;
        var outcomes = DefinitionFile.Catalog.Find(node.Type)?.PortsOf(node);
        if (outcome is not null && outcomes?.Contains(outcome) == false)
            return $"'{id}' cannot end with '{outcome}'; expected one of [{string.Join(", ", outcomes)}].";

        var answer = new JsonObject { ["outcome"] = outcome ?? (outcomes is [var first, ..] ? first : DoneOutcome) };
        return trial.TryResume(id, answer) ? null : $"'{id}' waits, but nothing came of resuming it.";
    }
}
