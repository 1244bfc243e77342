using Regulatief.Cases.Agreements;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.Intakes;

namespace Regulatief.Cases.HumanTasks;

/// <summary>The form of each kind of task.</summary>
public static class TaskForms
{
    private static readonly Dictionary<HumanTaskKind, TaskForm> Forms = new TaskForm[]
    {
        new IntakeForm(),
        new AgreementForm(),
        new ClientRequestForm(),
    }.ToDictionary(form => form.Kind);

    /// <exception cref="CaseRuleException"><c>task-has-own-commands</c>: a task of this kind ends by other commands (a signal's).</exception>
    public static TaskForm For(HumanTaskKind kind) => Forms.GetValueOrDefault(kind) ?? throw new CaseRuleException("task-has-own-commands", kind);
}
