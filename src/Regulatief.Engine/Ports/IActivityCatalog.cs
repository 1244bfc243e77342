namespace Regulatief.Engine.Ports;

/// <summary>The activity types that can run here: the engine's own and the host's.</summary>
public interface IActivityCatalog
{
    /// <summary>Every type, in the order of registration.</summary>
    IReadOnlyCollection<Activity> Activities { get; }

    /// <summary>The behaviour of a type; null when it is unknown.</summary>
    Activity? Find(string typeName);
}
