namespace Regulatief.Cases;

/// <summary>The rules refuse. The web side turns the code and its values into a sentence in the user's language (409).</summary>
/// <param name="code">Stable, kebab-case; a key of the error texts.</param>
/// <param name="values">What the sentence is filled with: numbers, dates, choices and arrays of them, never client content.</param>
public sealed class CaseRuleException(string code, params object[] values)
    : Exception(values.Length == 0 ? code : $"{code}: {string.Join(", ", values.Select(Written))}")
{
    public string Code { get; } = code;

    public IReadOnlyList<object> Values { get; } = values;

    private static object Written(object value) => value is Array several ? string.Join("/", several.Cast<object>()) : value;
}
