using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using FluentValidation.Results;

namespace Regulatief.Cases;

/// <summary>
/// What nothing that comes in may exceed, by page, API or form, whatever its own validator asks: so that no handler meets a text, a list or a date that it cannot bear.
/// </summary>
public static class Bounds
{
    /// <summary>Characters: the longest field anywhere.</summary>
    public const int Text = 4_000;

    /// <summary>Characters of JSON, written without white space.</summary>
    public const int Json = 100_000;

    public const int Items = 1_000;

    public static readonly DateOnly Earliest = new(1900, 1, 1);

    /// <summary>Inclusive. Far enough before the end of the calendar that a term may still be added to it.</summary>
    public static readonly DateOnly Latest = new(2199, 12, 31);

    private static readonly ConcurrentDictionary<Type, IReadOnlyList<PropertyInfo>> PropertiesOf = new();

    /// <summary>All that is too long, too many, out of the calendar or no text at all, by the path of its property.</summary>
    public static IEnumerable<ValidationFailure> Exceeded(object value) => ExceededIn(value, "", null);

    private static IEnumerable<ValidationFailure> ExceededIn(object? value, string path, int? atMost) => value switch
    {
        null => [],
        string text => ExceededIn(text, path, atMost ?? Text),
        JsonNode json => ExceededIn(json, path, atMost ?? Json),
        DateOnly day => ExceededIn(day, path),
        DateTimeOffset at => ExceededIn(DateOnly.FromDateTime(at.DateTime), path),
        DateTime at => ExceededIn(DateOnly.FromDateTime(at), path),
        IEnumerable items => ExceededIn([.. items.Cast<object?>().Take(Items + 1)], path),
        _ => PropertiesOf.GetOrAdd(value.GetType(), FindProperties).SelectMany(property =>
            ExceededIn(property.GetValue(value), path.Length == 0 ? property.Name : $"{path}.{property.Name}", property.GetCustomAttribute<AtMostAttribute>()?.Characters)),
    };

    private static IEnumerable<ValidationFailure> ExceededIn(string text, string path, int atMost)
    {
        if (text.Length > atMost) yield return Failure(path, "MaximumLengthValidator", null, ("MaxLength", atMost), ("TotalLength", text.Length));
        // A database keeps neither, and half of a character is none.
        if (text.Contains('\0') || !text.IsWhole()) yield return Failure(path, "text-unreadable", null);
    }

    private static IEnumerable<ValidationFailure> ExceededIn(JsonNode json, string path, int atMost)
    {
        // What is read lazily is found to be no text only now.
        string? written = null;
        try
        {
            written = json.ToJsonString();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // Half a character, or one name twice; told below.
        }

        return written is null || written.Contains("\\u0000", StringComparison.Ordinal) ? [Failure(path, "text-unreadable", null)]
            : written.Length > atMost ? [Failure(path, "MaximumLengthValidator", null, ("MaxLength", atMost), ("TotalLength", written.Length))]
            : [];
    }

    private static IEnumerable<ValidationFailure> ExceededIn(DateOnly day, string path)
    {
        if (day < Earliest || day > Latest) yield return Failure(path, "InclusiveBetweenValidator", day, ("From", Earliest), ("To", Latest), ("PropertyValue", day));
    }

    private static IEnumerable<ValidationFailure> ExceededIn(List<object?> items, string path) => items.Count > Items
        ? [Failure(path, "too-many-items", null, ("MaxItems", Items))]
        : items.SelectMany((item, index) => ExceededIn(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), null));

    /// <summary>Those that came in; what a request computes from them is left out.</summary>
    private static IReadOnlyList<PropertyInfo> FindProperties(Type type) => type.IsPrimitive || type.IsEnum || type.Assembly == typeof(object).Assembly
        ? []
        : [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite && property.GetIndexParameters().Length == 0)];

    private static ValidationFailure Failure(string path, string code, object? found, params (string Name, object Value)[] placeholders) => new(path, "")
    {
        ErrorCode = code,
        AttemptedValue = found,
        FormattedMessagePlaceholderValues = placeholders.ToDictionary(p => p.Name, p => p.Value),
    };

    private static bool IsWhole(this string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }

        return true;
    }
}

/// <summary>A text or JSON that may be longer than others, or must be shorter.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AtMostAttribute(int characters) : Attribute
{
    public int Characters { get; } = characters;
}
