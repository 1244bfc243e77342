using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Volunteers;

public readonly record struct VolunteerId(Guid Value) : IRowId<VolunteerId>
{
    public static VolunteerId New() => new(Guid.CreateVersion7());

    public static VolunteerId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}
