using System.Text.RegularExpressions;

namespace Regulatief.Engine.Expressions;

/// <summary>Judges a template before it is parsed: the parser calls itself for each tag within a tag, each bracket and each filter, and a stack that
/// is full ends the process.</summary>
/// <remarks>
/// All from the first tag on is counted, texts between tags too, so that nothing can be hidden in what looks like text. The numbers are at most a
/// third of those that a thread of 1.5 MB survives, each.
/// </remarks>
internal static partial class LiquidShape
{
    private const int MaxTags = 200;
    private const int MaxBrackets = 200;
    private const int MaxFilters = 500;
    private const int MaxConditions = 500;

    /// <summary>Null when it may be parsed.</summary>
    public static Objection? Objection(string template)
    {
        if (template.Length > ScriptLimits.MaxSourceLength)
        {
            return new("expression-too-long", ScriptLimits.MaxSourceLength);
        }

        var start = Markup().Match(template);
        var markup = start.Success ? template.AsSpan(start.Index) : [];
        var lines = LiquidTag().IsMatch(markup) ? markup.Count('\n') : 0;
        return markup.Count("{%") + lines > MaxTags ? new("expression-too-much", MaxTags, "{%")
            : markup.Count('(') + markup.Count('[') > MaxBrackets ? new("expression-too-much", MaxBrackets, "(")
            : markup.Count('|') > MaxFilters ? new("expression-too-much", MaxFilters, "|")
            : Condition().Count(markup) > MaxConditions ? new("expression-too-much", MaxConditions, "and")
            : null;
    }

    [GeneratedRegex(@"\{[{%]")]
    private static partial Regex Markup();

    [GeneratedRegex(@"\{%-?\s*liquid\b")]
    private static partial Regex LiquidTag();

    [GeneratedRegex(@"\b(?:and|or)\b")]
    private static partial Regex Condition();
}
