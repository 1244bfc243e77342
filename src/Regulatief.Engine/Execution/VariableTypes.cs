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
            case "Byte":
                return TryWhole(value, byte.MinValue, byte.MaxValue, out coerced);
            case "Int16":
                return TryWhole(value, short.MinValue, short.MaxValue, out coerced);
            case "Int32":
                return TryWhole(value, int.MinValue, int.MaxValue, out coerced);
            case "Int64":
                return TryWhole(value, long.MinValue, long.MaxValue, out coerced);
            case "Decimal":
                var isDecimal = TryDecimal(value, out var exact);
                coerced = isDecimal ? JsonValue.Create(exact) : null;
                return isDecimal;
            case "Single":
                return TryDouble(value, float.MaxValue, out coerced);
            case "Double":
                return TryDouble(value, double.MaxValue, out coerced);
            default:
                return true;
        }
    }

    /// <summary>Rounded, as Elsa does with a fraction; never through a double, which holds no more than 15 digits.</summary>
    private static bool TryWhole(JsonNode value, long least, long most, out JsonNode? number)
    {
        number = null;
        if (!TryDecimal(value, out var parsed) || decimal.Round(parsed) < least || decimal.Round(parsed) > most)
        {
            return false;
        }

        number = JsonValue.Create((long)decimal.Round(parsed));
        return true;
    }

    private static bool TryDouble(JsonNode value, double most, out JsonNode? number)
    {
        var isNumber = double.TryParse(NumberIn(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) && Math.Abs(parsed) <= most;
        number = isNumber ? JsonValue.Create(parsed) : null;
        return isNumber;
    }

    private static bool TryDecimal(JsonNode value, out decimal number) =>
        decimal.TryParse(NumberIn(value), NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    /// <summary>An empty text is the type's default, as where the designer left the box blank.</summary>
    private static string NumberIn(JsonNode value) => value.ToString() is { Length: > 0 } text ? text : "0";
}
