using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.Closures;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.Evaluations;
using Regulatief.Cases.InclusionChecks;
using Regulatief.Cases.Intakes;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.SafetyChecks;
using Regulatief.Cases.StartContacts;
using Regulatief.Cases.TaskDivisions;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.HumanTasks;

/// <summary>The form of each kind of task.</summary>
public static class TaskForms
{
    private static readonly Dictionary<HumanTaskKind, TaskForm> Forms = new TaskForm[]
    {
        new IntakeForm(),
        new InclusionCheckForm(),
        new MatchVolunteerForm(),
        new StartContactForm(),
        new SafetyCheckForm(),
        new TaskDivisionForm(),
        new MeetingForm(),
        new EvaluationForm(),
        new VolunteerHandoverForm(),
        new ClosureForm(),
        new CaseTaskForm(),
        new ExceptionReviewForm(),
        new ClientUnreachableForm(),
        new AgreementForm(),
        new ClientRequestForm(),
        new BreakGlassReviewForm(),
        new MeetingDecisionForm(),
        new ContactRequestForm(),
        new PassOnContactForm(),
        new ContactSilenceForm(),
        new VolunteerCheckInForm(),
        new SuccessorForm(),
    }.ToDictionary(form => form.Kind);

    /// <exception cref="CaseRuleException"><c>task-has-own-commands</c>: a task of this kind ends by other commands (a signal's).</exception>
    public static TaskForm For(HumanTaskKind kind) => Find(kind) ?? throw new CaseRuleException("task-has-own-commands", kind);

    /// <summary>Null when a task of this kind ends by other commands.</summary>
    public static TaskForm? Find(HumanTaskKind kind) => Forms.GetValueOrDefault(kind);
}
