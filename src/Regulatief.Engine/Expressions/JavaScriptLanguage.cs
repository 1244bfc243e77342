using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Jint;
using Jint.Runtime;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Expressions;

/// <summary>JavaScript, by Jint.</summary>
internal static class JavaScriptLanguage
{
    /// <summary>Runs a script, which may also choose outcomes. What it gives is null for <c>undefined</c>.</summary>
    /// <exception cref="ActivityFaultException">It failed, or ran into a limit.</exception>
    public static ScriptResult Run(string script, ExpressionScope scope, ScriptBudget budget)
    {
        try
        {
            return ScriptRealm.Run(PreparedScripts.Of(script, scope.Place), scope, budget);
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new ActivityFaultException("script-regex", $"A regular expression in a script of {scope.Place} took too long.", cause: e);
        }
        catch (StatementsCountOverflowException e)
        {
            throw new ActivityFaultException(
                "script-timeout", $"A script of {scope.Place} ran more than {ScriptLimits.MaxStatements} statements.", cause: e);
        }
        catch (Exception e) when (e is MemoryLimitExceededException or OutOfMemoryException)
        {
            throw ScriptBudget.TooMuchMemory(e);
        }
        catch (Exception e) when (e is RecursionDepthOverflowException or InsufficientExecutionStackException)
        {
            throw TooDeep(scope, e);
        }
        catch (JintException e) when (e.Message == "Maximum call stack size exceeded")
        {
            throw TooDeep(scope, e);
        }
        catch (JintException e)
        {
            throw new ActivityFaultException("script-error", $"A script of {scope.Place} failed: {Shortened(e.Message)}", cause: e);
        }
        catch (Exception e) when (e is ArithmeticException or ArgumentException or InvalidCastException or InvalidOperationException or NotSupportedException or JsonException)
        {
            // What the interpreter cannot do it says by what it is made of, now and then.
            throw new ActivityFaultException("script-error", $"A script of {scope.Place} failed with {e.GetType().Name}.", cause: e);
        }
    }

    private static ActivityFaultException TooDeep(ExpressionScope scope, Exception cause) =>
        new("script-recursion", $"A script of {scope.Place} recursed more than {ScriptLimits.MaxRecursion} deep.", cause: cause);

    private static string Shortened(string message) => message.Length <= 300 ? message : message[..300];
}

/// <summary>What a script came to.</summary>
/// <param name="Outcomes">Those it set with <c>setOutcome</c> or <c>setOutcomes</c>; empty when it set none.</param>
internal sealed record ScriptResult(JsonNode? Value, IReadOnlyList<string> Outcomes);
