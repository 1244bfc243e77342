using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Expressions;

/// <summary>From what an expression gave to what an activity asks for. Times are ISO or .NET text, as in Elsa 3.</summary>
internal static class ValueConversion
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>The value as a <typeparamref name="T"/>; the fallback when it is null.</summary>
    /// <param name="what">What it is, for the message of a failure.</param>
    /// <exception cref="ActivityFaultException"><c>wrong-input</c>. The message names the kind, never the value.</exception>
    public static T To<T>(JsonNode? value, T fallback, string what)
    {
        if (value is null || value.GetValueKind() == JsonValueKind.Null)
        {
            return fallback;
        }

        try
        {
            return (T)(Convert(value, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)) ?? fallback!);
        }
        catch (Exception e) when (e is FormatException or OverflowException or JsonException or InvalidOperationException or NotSupportedException)
        {
            throw new ActivityFaultException("wrong-input", $"The {what} is {JsonText.KindOf(value)} that is no {typeof(T).Name}.", cause: e);
        }
    }

    /// <summary>A value as a person reads it: text as it is, numbers and booleans as JSON writes them, the rest as JSON.</summary>
    public static string ToText(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        _ => value.ToJsonString(),
    };

    private static object? Convert(JsonNode value, Type type)
    {
        var text = value is JsonValue ? ToText(value) : null;
        return type switch
        {
            _ when type == typeof(string) => ToText(value),
            _ when type == typeof(JsonNode) => value,
            _ when type.IsAssignableTo(typeof(JsonNode)) && value.GetType().IsAssignableTo(type) => value,
            _ when text is null => value.Deserialize(type, Options),
            _ when type == typeof(bool) => ToBoolean(value, text),
            _ when type == typeof(TimeSpan) => ToTimeSpan(value, text),
            _ when type == typeof(DateTimeOffset) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            _ when type == typeof(DateOnly) => DateOnly.FromDateTime(DateTime.Parse(text, CultureInfo.InvariantCulture)),
            _ when type == typeof(Guid) => Guid.Parse(text),
            _ when type.IsEnum => Enum.TryParse(type, text, ignoreCase: true, out var named) ? named : throw new FormatException(),
            _ when type.IsPrimitive || type == typeof(decimal) => ToNumber(text, type),
            _ => FromText(value, text, type),
        };
    }

    /// <summary>JavaScript's idea of truth for anything but the words themselves.</summary>
    private static bool ToBoolean(JsonNode value, string text) => value.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => value.GetValue<double>() != 0,
        _ => text.Length > 0 && bool.Parse(text),
    };

    /// <summary><c>00:05:00</c>, <c>PT5M</c>, or a number of milliseconds.</summary>
    private static TimeSpan ToTimeSpan(JsonNode value, string text) =>
        value.GetValueKind() == JsonValueKind.Number ? TimeSpan.FromMilliseconds(value.GetValue<double>())
        : text.StartsWith('P') ? System.Xml.XmlConvert.ToTimeSpan(text)
        : TimeSpan.Parse(text, CultureInfo.InvariantCulture);

    private static object ToNumber(string text, Type type)
    {
        var number = decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return System.Convert.ChangeType(number, type, CultureInfo.InvariantCulture);
    }

    /// <summary>A list or an object that a form sent as JSON text; a lone text is a list of one.</summary>
    private static object? FromText(JsonNode value, string text, Type type) =>
        text.TrimStart() is ['[' or '{', ..] ? JsonSerializer.Deserialize(text, type, Options)
        : typeof(System.Collections.IEnumerable).IsAssignableFrom(type) ? new JsonArray(value.DeepClone()).Deserialize(type, Options)
        : value.Deserialize(type, Options);
}
