using System.Collections.Concurrent;
using Acornima.Ast;
using Jint;
using Regulatief.Engine.Ports;
using JintEngine = Jint.Engine;

namespace Regulatief.Engine.Expressions;

/// <summary>Scripts that were judged and parsed before. All definitions together have a few hundred.</summary>
internal static class PreparedScripts
{
    private const int MaxKept = 1_000;

    private static readonly ScriptPreparationOptions Options = new()
    {
        ParsingOptions = new ScriptParsingOptions { AllowReturnOutsideFunction = true, CompileRegex = false, RegexTimeout = ScriptLimits.RegexTimeout },
    };

    private static readonly ConcurrentDictionary<string, Prepared<Script>> Kept = new(StringComparer.Ordinal);

    /// <summary>The script, ready to run.</summary>
    /// <param name="place">Where it stands, for the message of a refusal.</param>
    /// <exception cref="ActivityFaultException"><c>expression-refused</c>: it does not run here, whatever its values.</exception>
    public static Prepared<Script> Of(string script, string place)
    {
        if (Kept.TryGetValue(script, out var known))
        {
            return known;
        }

        if (ScriptShape.Objection(script) is { } objection)
        {
            throw objection.AsFault(place);
        }

        var prepared = JintEngine.PrepareScript(script, options: Options);
        if (Kept.Count >= MaxKept)
        {
            Kept.Clear();
        }

        Kept.TryAdd(script, prepared);
        return prepared;
    }
}
