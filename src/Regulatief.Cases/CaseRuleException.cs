namespace Regulatief.Cases;

/// <summary>The rules refuse. The web side turns the code and its values into a sentence in the user's language (409).</summary>
/// <param name="code">Stable, kebab-case; a key of the error texts.</param>
/// <param name="values">What the sentence is filled with: numbers, dates and choices, never client content.</param>
public sealed class CaseRuleException(string code, params object[] values)
    : Exception(values.Length == 0 ? code : $"{code}: {string.Join(", ", values)}")
{
    public string Code { get; } = code;

    public IReadOnlyList<object> Values { get; } = values;
}
