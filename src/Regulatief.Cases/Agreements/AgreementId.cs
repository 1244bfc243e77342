using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Agreements;

public readonly record struct AgreementId(Guid Value) : IRowId<AgreementId>
{
    public static AgreementId New() => new(Guid.CreateVersion7());

    public static AgreementId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}
