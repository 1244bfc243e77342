using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;

namespace Regulatief.Engine.Format;

/// <summary>Reads the expression of an input or of a case, and refuses the languages that do not run here.</summary>
internal sealed class ExpressionReader(ProblemList problems)
{
    private static readonly HashSet<string> Languages = ["Literal", "Object", "Variable", "Input", "JavaScript", "Liquid"];

    /// <summary>Null when the language is refused; the problem is reported.</summary>
    public InputValue? Read(JsonObject expression, string path, string activityId)
    {
        var type = expression.Text("type") ?? "Literal";
        if (Languages.Contains(type))
        {
            return new InputValue(null, type, expression["value"]?.DeepClone());
        }

        // C# and Python could do anything the process may. Elsa runs them; a case-management system must not.
        var code = type is "CSharp" or "C#" or "Python" ? "refused-language" : "unknown-language";
        problems.Error(
            code,
            $"{path}.type",
            $"The expression of '{new NamedActivity(activityId)}' is in '{type}'; {string.Join(", ", Languages)} are allowed.",
            activityId);
        return null;
    }
}
