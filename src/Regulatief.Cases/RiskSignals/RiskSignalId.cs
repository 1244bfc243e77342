using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.RiskSignals;

public readonly record struct RiskSignalId(Guid Value) : IRowId<RiskSignalId>
{
    public static RiskSignalId New() => new(Guid.CreateVersion7());

    public static RiskSignalId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}
