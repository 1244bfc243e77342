using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Cases;

public readonly record struct CaseId(Guid Value) : IRowId<CaseId>
{
    public static CaseId New() => new(Guid.CreateVersion7());

    public static CaseId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}
