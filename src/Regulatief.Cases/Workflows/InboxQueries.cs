using Regulatief.Cases.Persistence;
using Regulatief.Engine.Instances;

namespace Regulatief.Cases.Workflows;

public static class InboxQueries
{
    /// <summary>Events that nothing will take any more: the round in which they came is over, or the instance is.</summary>
    public static IQueryable<InboxEvent> DeadLetters(this RegulatiefDbContext db) => db.Inbox.Where(e => e.Kind == InboxKind.Event
        && db.Instances.Any(i => i.Id == e.InstanceId && (i.Status == WorkflowStatus.Finished || db.Cases.Any(c => c.Id == i.CaseId && c.Round > e.Round))));
}
