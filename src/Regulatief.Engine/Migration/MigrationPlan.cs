namespace Regulatief.Engine.Migration;

/// <summary>Where the activities of one version of a definition are found in another: under the same id, unless it says otherwise.</summary>
/// <param name="NewIds">The new id by the old one, for those that were renamed.</param>
public sealed record MigrationPlan(IReadOnlyDictionary<string, string> NewIds)
{
    /// <summary>Every activity keeps its id.</summary>
    public static MigrationPlan SameIds { get; } = new(new Dictionary<string, string>());

    /// <summary>The id in the new version, whether or not it has such an activity.</summary>
    public string IdOf(string oldId) => NewIds.GetValueOrDefault(oldId, oldId);
}
