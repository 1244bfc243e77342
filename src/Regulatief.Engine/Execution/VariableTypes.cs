using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Execution;

/// <summary>Elsa's type aliases of variables, and what a value becomes in one.</summary>
internal static class VariableTypes
{
    /// <summary>A variable at its first value: the definition's, in the declared type.</summary>
    /// <remarks>A definition may hold a first value that does not fit; it is kept as written, as nothing has failed yet.</remarks>
    public static VariableValue Initial(VariableDefinition variable) => new(
        variable.Id,
        variable.Name,
        variable.TypeName,
        variable.IsArray,
        TryCoerce(variable.TypeName, variable.IsArray, variable.Value, out var value) ? value : variable.Value?.DeepClone(),
        variable.IsStored);

    /// <summary>Declared variables at their first value, or as stored, by id.</summary>
    public static Dictionary<string, VariableValue> AtFirst(IEnumerable<VariableDefinition> declared, IEnumerable<VariableValue> stored) =>
        declared.Select(Initial).Concat(stored).GroupBy(v => v.Id).ToDictionary(v => v.Key, v => v.Last());

    /// <summary>A value as one of the variable's type.</summary>
    /// <exception cref="ActivityFaultException"><c>wrong-value</c>. The message names kinds, never the value: it may be a client's.</exception>
    public static JsonNode? Coerce(VariableValue variable, JsonNode? value) =>
        TryCoerce(variable.TypeName, variable.IsArray, value, out var coerced)
            ? coerced
            : throw new ActivityFaultException(
                "wrong-value", $"Variable '{variable.Name}' is of type {variable.TypeName}; it was given {JsonText.KindOf(value)} that is not one.");

    private static bool TryCoerce(string typeName, bool isArray, JsonNode? value, out JsonNode? coerced)
    {
        coerced = value?.DeepClone();
        if (value is null || isArray)
        {
            return true;
        }

        switch (typeName)
        {
            case "String":
                coerced = value is JsonValue text ? JsonValue.Create(text.ToString()) : JsonValue.Create(value.ToJsonString());
                return true;
            case "Boolean":
                if (value.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
                {
                    return true;
                }

                var isBoolean = bool.TryParse(value.ToString(), out var flag);
                coerced = isBoolean ? JsonValue.Create(flag) : null;
                return isBoolean;
            case "Int16" or "Int32" or "Int64" or "Byte":
                return TryNumber(value, isWhole: true, out coerced);
            case "Single" or "Double" or "Decimal":
                return TryNumber(value, isWhole: false, out coerced);
            default:
                return true;
        }
    }

    /// <summary>An empty text is the type's default, as where the designer left the box blank.</summary>
    private static bool TryNumber(JsonNode value, bool isWhole, out JsonNode? number)
    {
        number = null;
        var text = value.ToString();
        if (text.Length == 0)
        {
            number = JsonValue.Create(0);
            return true;
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) || !double.IsFinite(parsed))
        {
            return false;
        }

        number = isWhole ? JsonValue.Create((long)Math.Clamp(Math.Round(parsed), -9e18, 9e18)) : JsonValue.Create(parsed);
        return true;
    }
}
