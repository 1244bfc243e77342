namespace Regulatief.Engine.Execution;

/// <summary>Ends a failed visit as if it had done its work. What its attempt started is called off.</summary>
internal sealed record SkipActivity(Visit Visit, IReadOnlyList<string> Outcomes) : Step
{
    public override void Apply(WorkflowRun run)
    {
        Visit.Reset();
        Visit.Complete([.. Outcomes]);
    }
}
