using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Clients;

public readonly record struct ClientId(Guid Value) : IRowId<ClientId>
{
    public static ClientId New() => new(Guid.CreateVersion7());

    public static ClientId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}
