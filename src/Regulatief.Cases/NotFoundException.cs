namespace Regulatief.Cases;

/// <summary>No such thing, or not theirs: the same answer for both (404).</summary>
public sealed class NotFoundException(string type, object id) : Exception($"{type} {id} was not found.")
{
    public string Type { get; } = type;
}
