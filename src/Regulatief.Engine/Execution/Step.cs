namespace Regulatief.Engine.Execution;

/// <summary>One small thing that happens in a run. Some wait on the agenda, others follow at once from another.</summary>
internal abstract record Step
{
    public abstract void Apply(WorkflowRun run);
}
