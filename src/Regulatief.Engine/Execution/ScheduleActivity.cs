using Regulatief.Engine.Definitions;
using Regulatief.Engine.Instances;

namespace Regulatief.Engine.Execution;

/// <summary>Visits an activity for the first time.</summary>
/// <param name="Owner">The composite that hears when it completes; null for the workflow's root.</param>
/// <param name="Variables">Declared for this visit alone, such as a loop's current value.</param>
internal sealed record ScheduleActivity(ActivityNode Node, Visit? Owner, IReadOnlyList<VariableValue> Variables, bool CameBack = false) : Step
{
    public override void Apply(WorkflowRun run)
    {
        var visit = run.Open(Node, Owner, CameBack);
        visit.Declare(Variables);
        Execute(run, visit);
    }

    /// <summary>Executes a visit from its beginning: now, or again after a failure.</summary>
    public static void Execute(WorkflowRun run, Visit visit)
    {
        visit.Declare(visit.Node.Variables.Select(VariableTypes.Initial));
        run.Note(visit, JournalEvent.Started);
        run.Guard(visit, visit.Execute);
    }
}
