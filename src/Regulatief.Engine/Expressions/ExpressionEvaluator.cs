using System.Text.Json;
using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Expressions;

/// <summary>Evaluates what is written in an input, in the language it is written in.</summary>
internal sealed class ExpressionEvaluator
{
    private readonly JavaScriptLanguage javaScript = new();

    /// <summary>The value, which the caller may keep but not change; null when there is none.</summary>
    /// <exception cref="ActivityFaultException">It cannot be evaluated, or ran into a limit.</exception>
    public JsonNode? Evaluate(InputValue input, ExpressionScope scope) => input.ExpressionType switch
    {
        "Literal" => input.Value,
        "Object" => ReadObject(input.Value),
        "Variable" => scope.Find(NameIn(input.Value, "id"))?.Value,
        "Input" => scope.Inputs.GetValueOrDefault(NameIn(input.Value, "name")),
        "JavaScript" => javaScript.Evaluate(TextIn(input.Value), scope),
        "Liquid" => LiquidLanguage.Evaluate(TextIn(input.Value), scope),
        _ => throw new ActivityFaultException("unknown-language", $"An expression is in '{input.ExpressionType}', which does not run here."),
    };

    /// <summary>Runs a whole script, as <c>Elsa.RunJavaScript</c> does.</summary>
    public ScriptResult RunScript(string script, ExpressionScope scope) => javaScript.Run(script, scope);

    /// <summary>Elsa writes an object as JSON text; text that is no JSON is itself the value.</summary>
    private static JsonNode? ReadObject(JsonNode? written)
    {
        if (written is not JsonValue value || !value.TryGetValue<string>(out var text))
        {
            return written;
        }

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return written;
        }
    }

    /// <summary>A variable or input is named by an object or by its bare name.</summary>
    private static string NameIn(JsonNode? written, string property) =>
        (written as JsonObject)?.Text(property) ?? (written as JsonObject)?.Text("name") ?? TextIn(written);

    private static string TextIn(JsonNode? written) => written is null ? "" : ValueConversion.ToText(written);
}
