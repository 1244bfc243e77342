using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Stimuli;
using Regulatief.Engine.Tests.Testing;

namespace Regulatief.Engine.Tests.Execution;

/// <summary>A flowchart with a step that fails, and the operator's move from there.</summary>
internal static class FailedStep
{
    public static RunResult Move(TestRun run, string activityId) => run.Apply(new Stimulus.Move(run.Instance.Incidents.Single().Id, activityId));

    public static IEnumerable<string> Targets(TestRun run, WorkflowDefinition definition) =>
        new WorkflowRunner(A.Catalog).MoveTargets(definition, run.Instance, run.Instance.Incidents.Single().Id).Select(n => n.Id);

    public static JsonObject Failing(string id) => A.Activity(id, "Test.Failing");

    public static JsonObject Write(string id) => A.WriteLine(id, $"'{id}'");

    public static JsonObject Fork(string id) => A.Activity(id, "Elsa.FlowFork", ("branches", A.Literal(new JsonArray("A", "B"))));

    public static JsonObject Join(string id) => A.Activity(id, "Elsa.FlowJoin", ("mode", A.Literal("WaitAllActive")));
}
