namespace Regulatief.Engine.Execution;

/// <summary>Executes a failed visit again from its beginning, under the same execution id. What its first attempt started is called off.</summary>
internal sealed record RetryActivity(Visit Visit) : Step
{
    public override void Apply(WorkflowRun run)
    {
        foreach (var child in Visit.Children.Where(c => c.CanBeCanceled).ToList())
        {
            run.Apply(new CancelSubtree(child, CancelOrder.ParentFirst));
        }

        Visit.Reset();
        ScheduleActivity.Execute(run, Visit);
    }
}
