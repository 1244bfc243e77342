using System.Text.Json.Nodes;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Intakes;

namespace Regulatief.Tests.Testing;

/// <summary>Small workflows of the tests' own, in <c>Testing/Definitions</c>.</summary>
public static class TestDefinitions
{
    /// <summary>An intake, then a task of three working days for the professional (outcomes <c>Done</c> and <c>Later</c>), then the end.</summary>
    public const string IntakeThenTask = "intake-dan-taak";

    /// <summary>An intake, then a match, then a task for the professional, then the end; who withdraws at the intake comes to the end at once.</summary>
    public const string MatchThenTask = "koppelen-dan-taak";

    /// <summary>Agreements at once, then a task to go on or to discuss the refusal; a withdrawal asks for new ones, a question for an evaluation opens a task.</summary>
    public const string MakingAgreements = "afspraken-maken";

    /// <summary>A step that fails, then a task for the professional.</summary>
    public const string FailsThenTask = "mislukt-dan-taak";

    /// <summary>Waits for <see cref="OneTask"/> as a workflow of its own, then a task.</summary>
    public const string OtherWorkflowThenTask = "andere-workflow-dan-taak";

    /// <summary>One task for the professional.</summary>
    public const string OneTask = "een-taak";

    /// <summary>Starts a workflow that is not there, and goes on with a task.</summary>
    public const string StartsUnknownWorkflow = "onbekende-workflow";

    /// <summary>A version of a cycle of the test's own: a task for the professional in each step, one after the other.</summary>
    public static JsonObject TasksInTurn(string definitionId, int version, params string[] steps) => new()
    {
        ["definitionId"] = definitionId,
        ["name"] = "Verplaatsproef",
        ["version"] = version,
        ["root"] = new JsonObject
        {
            ["id"] = "stroom",
            ["type"] = "Elsa.Flowchart",
            ["version"] = 1,
            ["activities"] = new JsonArray([.. steps.Select(Task)]),
            ["connections"] = new JsonArray([.. steps.Zip(steps.Skip(1)).Select(pair => new JsonObject
            {
                ["source"] = new JsonObject { ["activity"] = pair.First, ["port"] = "Done" },
                ["target"] = new JsonObject { ["activity"] = pair.Second, ["port"] = "In" },
            })]),
        },
    };

    private static JsonObject Task(string id) => new()
    {
        ["id"] = id,
        ["type"] = "Regulatief.CaseTask",
        ["version"] = 1,
        ["metadata"] = new JsonObject { ["displayText"] = $"Stap {id}" },
        ["title"] = Literal($"Taak {id}"),
        ["role"] = Literal("ProbationOfficer"),
        ["termInWorkingDays"] = Literal(5),
    };

    private static JsonObject Literal(JsonNode value) => new() { ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value } };
}

/// <summary>Forms filled in well, and dully.</summary>
public static class Answers
{
    public static IntakeAnswers Intake => new()
    {
        GoesOn = true,
        HelpNeeds = "Iemand om mee op pad te gaan.",
        WhyVolunteer = "Er is weinig steun in de omgeving.",
        QualityOfLife = 6,
        CooperationForm = CooperationForm.GoalDirected,
    };
}
