using System.Text.Json.Nodes;
using Regulatief.Cases.Workflows.Activities;
using Regulatief.Engine.Activities;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Format;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Soundness;

namespace Regulatief.Tests.Workflows;

public sealed class ActivityInputTests
{
    private static readonly ActivityCatalog Catalog = new([.. DomainActivities.All]);

    [Theory]
    [InlineData("Regulatief.CaseTask", "role", "Volunter")]
    [InlineData("Regulatief.CaseTask", "role", "7")]
    [InlineData("Regulatief.CaseTask", "form", "Anything")]
    [InlineData("Regulatief.CaseTask", "phase", "Nowhere")]
    [InlineData("Regulatief.CloseCase", "reason", "Bored")]
    public void Run_ANameThatIsNone_IsAnIncidentThatTryingAgainDoesNotMend(string type, string input, string written)
    {
        var trial = new TrialRun(Read(type, (input, written)), Catalog, new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));

        var incident = trial.Instance.Incidents.ShouldHaveSingleItem();
        (incident.Kind, incident.IsRetryable).ShouldBe(("wrong-input", false));
        incident.Message.ShouldContain(input);
    }

    [Theory]
    [InlineData("role", "Volunteer")]
    [InlineData("form", "")]
    [InlineData("phase", "Unchanged")]
    public void Run_AName_Waits(string input, string written) =>
        new TrialRun(Read("Regulatief.CaseTask", (input, written)), Catalog, new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero))
            .Instance.SubStatus.ShouldBe(WorkflowSubStatus.Suspended);

    [Fact]
    public void Check_OutcomesLongerThanTheColumn_AreRefused() =>
        DefinitionChecker.Check(Read("Regulatief.CaseTask", ("outcomes", new JsonArray(new string('x', 600), new string('y', 600)))), Catalog)
            .ShouldContain(p => p.Code == "unreadable-input" && p.Severity == ProblemSeverity.Error);

    private static WorkflowDefinition Read(string type, (string Name, JsonNode Value) input)
    {
        var root = new JsonObject { ["id"] = "a", ["type"] = type, ["version"] = 1 };
        root[input.Name] = new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = input.Value } };
        var document = new JsonObject { ["definitionId"] = "proef", ["version"] = 1, ["root"] = root };
        return DefinitionReader.Read(document.ToJsonString(), Catalog).Definition.ShouldNotBeNull();
    }
}
