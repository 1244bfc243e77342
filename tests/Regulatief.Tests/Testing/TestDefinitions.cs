using Regulatief.Cases.Intakes;
using Regulatief.Cases.Cases;

namespace Regulatief.Tests.Testing;

/// <summary>Small workflows of the tests' own, in <c>Testing/Definitions</c>.</summary>
public static class TestDefinitions
{
    /// <summary>An intake, then a task of three working days for the professional (outcomes <c>Done</c> and <c>Later</c>), then the end.</summary>
    public const string IntakeThenTask = "intake-dan-taak";

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
