using System.Collections.Frozen;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Engine.Ports;

namespace Regulatief.Cases.Workflows.Activities;

/// <summary>The activities of the regulative cycle, for the engine's catalogue.</summary>
public static class DomainActivities
{
    public static IReadOnlyList<Activity> All { get; } =
    [
        new HumanTaskActivity(new HumanTaskStep(
            "Regulatief.Intake", HumanTaskKind.Intake, "Intake", "Waits for the officer's intake form.",
            AccountRole.ProbationOfficer, CasePhase.Intake, 10, ["Done", "Withdrawn"])),
        new HumanTaskActivity(new HumanTaskStep(
            "Regulatief.InclusionCheck", HumanTaskKind.InclusionCheck, "Inclusiecheck", "The three broad criteria, each with reasons.",
            AccountRole.ProbationOfficer, CasePhase.InclusionCheck, 5, ["Included", "NotIncluded", "MoreInformation"])),
        new HumanTaskActivity(new HumanTaskStep(
            "Regulatief.MatchVolunteer", HumanTaskKind.MatchVolunteer, "Vrijwilliger zoeken", "Waits for the coordinator's choice of a volunteer.",
            AccountRole.Coordinator, CasePhase.Matching, 10, ["Matched", "NoMatch"])),
        new HumanTaskActivity(new HumanTaskStep(
            "Regulatief.TaskDivision", HumanTaskKind.TaskDivision, "Taakverdeling", "Tasks per goal and both contact frequencies, agreed by the three.",
            AccountRole.ProbationOfficer, CasePhase.TaskDivision, 10, ["Done"])),
        new HumanTaskActivity(new HumanTaskStep(
            "Regulatief.InformationSharingAgreement", HumanTaskKind.Agreement, "Afspraken over informatie delen", "Waits for the signatures of all parties.",
            AccountRole.ProbationOfficer, CasePhase.Agreements, 10, ["Agreed", "Refused"])),
        new ThreeWayMeetingActivity(),
        new EvaluationActivity(),
        new HumanTaskActivity(new HumanTaskStep(
            "Regulatief.VolunteerHandover", HumanTaskKind.VolunteerHandover, "Overdracht aan nieuwe vrijwilliger", "A warm hand-over to a new volunteer.",
            AccountRole.Coordinator, null, 5, ["Done", "NoSuccessor"])),
        new CaseTaskActivity(),
        new FollowUpActivity(),
        new EscalateActivity(),
        new RiskSignalActivity(),
        new CloseCaseActivity(),
    ];

    private static readonly FrozenSet<string> TaskTypes = All.OfType<HumanTaskActivity>().Select(a => a.Descriptor.TypeName).ToFrozenSet();

    /// <summary>Whether an activity of this type waits for a person's task.</summary>
    internal static bool OpensTask(string typeName) => TaskTypes.Contains(typeName);
}
