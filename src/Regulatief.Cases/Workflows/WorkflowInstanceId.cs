using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Workflows;

public readonly record struct WorkflowInstanceId(Guid Value) : IRowId<WorkflowInstanceId>
{
    public static WorkflowInstanceId New() => new(Guid.CreateVersion7());

    public static WorkflowInstanceId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}
