using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Regulatief.Engine.Instances;

/// <summary>An instance as text and back, losslessly: the same instance gives the same text.</summary>
public static class InstanceSerializer
{
    /// <summary>The version of the text that is written. Raised when an older reader would misread it.</summary>
    public const int FormatVersion = 1;

    // A value may nest as deep as a script may make it, and stands some levels deep in the instance. What can be written must be read again.
    private const int MaxDepth = 128;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        MaxDepth = MaxDepth,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutEmptyLists } },
    };

    /// <summary>Compact JSON.</summary>
    public static string Write(WorkflowInstance instance) => JsonSerializer.Serialize(new StoredInstance(FormatVersion, instance), Options);

    /// <summary>The instance that was written.</summary>
    /// <exception cref="FormatException">The text is not one that <see cref="Write"/> made, or is of a later version than this engine
    /// knows.</exception>
    public static WorkflowInstance Read(string text)
    {
        try
        {
            var stored = JsonSerializer.Deserialize<StoredInstance>(text, Options);
            return stored is { Format: FormatVersion, Instance: { } instance }
                ? instance
                : throw new FormatException($"An instance was stored in format {stored?.Format}; this engine reads format {FormatVersion}.");
        }
        catch (JsonException e)
        {
            throw new FormatException("The text of an instance is not what this engine wrote.", e);
        }
    }

    private static void LeaveOutEmptyLists(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(p => p.IsRequired))
        {
            property.ShouldSerialize = (_, _) => true;
        }

        foreach (var property in type.Properties.Where(p => p.PropertyType != typeof(string) && p.PropertyType.IsAssignableTo(typeof(IEnumerable))))
        {
            property.ShouldSerialize = (_, value) => value is IEnumerable items && items.GetEnumerator().MoveNext();
        }
    }

    private sealed record StoredInstance(int Format, WorkflowInstance Instance);
}
