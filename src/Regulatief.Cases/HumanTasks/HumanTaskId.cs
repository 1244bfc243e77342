using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.HumanTasks;

public readonly record struct HumanTaskId(Guid Value) : IRowId<HumanTaskId>
{
    public static HumanTaskId New() => new(Guid.CreateVersion7());

    public static HumanTaskId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}
