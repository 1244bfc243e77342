using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Projects;

public readonly record struct ProjectId(Guid Value) : IRowId<ProjectId>
{
    public static ProjectId New() => new(Guid.CreateVersion7());

    public static ProjectId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}
