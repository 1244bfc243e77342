using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Expressions;

/// <summary>Why an expression does not run here, whatever its values: its form alone decides.</summary>
/// <param name="Code">As in <see cref="Definitions.DefinitionProblem.Code"/>.</param>
/// <param name="Limit">What is allowed; 0 for nothing.</param>
/// <param name="What">As it is written, so that it needs no translation; empty where the code says it.</param>
internal sealed record Objection(string Code, int Limit, string What = "")
{
    /// <summary>That a text in this language may not be run; null when it may, and for a language that is not run.</summary>
    public static Objection? To(string language, string text) => language switch
    {
        "JavaScript" => ScriptShape.Objection(text),
        "Liquid" => LiquidShape.Objection(text),
        _ => null,
    };

    /// <param name="subject">The activity that holds it.</param>
    public FormattableString Of(object subject) => Code switch
    {
        "expression-too-long" => $"The expression of '{subject}' has more than {Limit} characters.",
        "expression-too-deep" => $"The expression of '{subject}' nests deeper than {Limit} levels.",
        "expression-too-much" => $"The expression of '{subject}' has '{What}' more than {Limit} times.",
        "expression-joins" => $"The expression of '{subject}' joins more than {Limit} values in one statement.",
        _ => $"The expression of '{subject}' uses '{What}', which does not run here.",
    };

    /// <param name="place">As in <see cref="ExpressionScope.Place"/>.</param>
    public ActivityFaultException AsFault(string place) => new("expression-refused", FormattableString.Invariant(Of(place.Trim('\''))));
}
