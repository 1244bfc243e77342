using Regulatief.Engine.Instances;

namespace Regulatief.Engine.Execution;

/// <summary>The incidents of a run: those open, those it made and those it settled.</summary>
internal sealed class IncidentLedger(WorkflowRun run, IReadOnlyList<Incident> before)
{
    private readonly List<Incident> open = [.. before];
    private readonly List<Incident> made = [];
    private readonly List<Guid> resolved = [];

    public IReadOnlyList<Incident> StillOpen => open;

    public IReadOnlyList<Incident> Made => made;

    public IReadOnlyList<Guid> Resolved => resolved;

    public void Open(Visit visit, string kind, string message, bool isRetryable)
    {
        var incident = new Incident(
            run.Source.NextId(), visit.Node.Id, visit.Node.NodeId, visit.Node.Type, visit.Id, kind, message, isRetryable, run.Now);
        open.Add(incident);
        made.Add(incident);
    }

    /// <summary>Settles the incidents of a visit: it is tried again, or called off.</summary>
    public void Resolve(Visit visit)
    {
        resolved.AddRange(open.Where(i => i.ActivityExecutionId == visit.Id && !made.Contains(i)).Select(i => i.Id));
        open.RemoveAll(i => i.ActivityExecutionId == visit.Id);
    }
}
