namespace Regulatief.Engine.Execution;

/// <summary>Takes a stored instance apart: its executions become visits again.</summary>
internal static class RunOpening
{
    public static void Restore(WorkflowRun run)
    {
        var visits = new Dictionary<Guid, Visit>();
        foreach (var stored in run.Request.Instance.Executions)
        {
            var definition = run.Definition;
            var node = definition.Find(stored.ActivityId) ?? throw new InvalidOperationException(
                $"Instance {run.InstanceId} holds a visit to '{stored.ActivityId}', which "
                + $"{definition.DefinitionId} version {definition.Version} lacks.");
            var visit = new Visit(run, stored, node, run.BehaviourOf(node));
            visits.Add(visit.Id, visit);
            if (visit.CanBeCanceled)
            {
                run.Visits.Add(visit);
            }
        }

        foreach (var stored in run.Request.Instance.Executions)
        {
            if (stored.ParentId is { } parentId)
            {
                visits[stored.Id].JoinParent(visits[parentId]);
            }
        }
    }
}
