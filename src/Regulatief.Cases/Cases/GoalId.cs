using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Cases;

public readonly record struct GoalId(Guid Value) : IRowId<GoalId>
{
    public static GoalId New() => new(Guid.CreateVersion7());

    public static GoalId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}
