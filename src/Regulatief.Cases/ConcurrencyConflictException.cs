namespace Regulatief.Cases;

/// <summary>Someone was first (409).</summary>
/// <param name="doneBy">The account that won; null when it is not known.</param>
public sealed class ConcurrencyConflictException(string type, object id, Guid? doneBy = null) : Exception($"{type} {id} was changed meanwhile.")
{
    public string Type { get; } = type;

    public Guid? DoneBy { get; } = doneBy;
}
