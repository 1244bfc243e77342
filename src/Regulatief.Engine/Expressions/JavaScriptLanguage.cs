using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Jint;
using Jint.Native;
using Jint.Runtime;
using Jint.Runtime.Interop;
using Regulatief.Engine.Ports;
using JintEngine = Jint.Engine;

namespace Regulatief.Engine.Expressions;

/// <summary>JavaScript, by Jint. Each evaluation gets an engine of its own, so that no script can prepare a trap for the next.</summary>
internal sealed class JavaScriptLanguage
{
    private static readonly ScriptPreparationOptions Preparation = new()
    {
        ParsingOptions = new ScriptParsingOptions { AllowReturnOutsideFunction = true },
    };

    // The interpreter's own first use takes longer than any script may; that is not the script's fault.
    private static readonly Lazy<JsValue> WarmUp = new(() => new JintEngine().Evaluate("[1].map(x => `${x}`).join() + JSON.stringify({ a: 1 })"));

    private readonly ScriptClock clock = new();

    /// <summary>The value of an expression; null for <c>undefined</c>.</summary>
    public JsonNode? Evaluate(string script, ExpressionScope scope) => Run(script, scope).Value;

    /// <summary>Runs a script that may also choose outcomes.</summary>
    public ScriptResult Run(string script, ExpressionScope scope)
    {
        _ = WarmUp.Value;
        try
        {
            var bridge = new ScriptBridge(scope);
            var engine = new JintEngine(options =>
            {
                ScriptLimits.Restrict(options, scope.Now, clock);
                bridge.Install(options);
            });
            ScriptText.Limit(engine);
            engine.GetValue("Math").AsObject().Set("random", new ClrFunction(engine, "random", (_, _) => JsNumber.Create(scope.NextFraction())));
            clock.Start();
            var value = engine.Evaluate(JintEngine.PrepareScript(script, options: Preparation)).UnwrapIfPromise();
            return new ScriptResult(ScriptBridge.ToJson(engine, value), bridge.Outcomes);
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new ActivityFaultException("script-regex", $"A regular expression in a script of {scope.Place} took too long.", cause: e);
        }
        catch (Exception e) when (e is TimeoutException or StatementsCountOverflowException)
        {
            // Out of statements, it will be so again; out of time, the machine may have been busy.
            throw new ActivityFaultException(
                "script-timeout",
                e is TimeoutException
                    ? $"The scripts of the run took more than {ScriptLimits.TimePerRun.TotalMilliseconds} ms together."
                    : $"A script of {scope.Place} ran more than {ScriptLimits.MaxStatements} statements.",
                isRetryable: e is TimeoutException,
                e);
        }
        catch (Exception e) when (e is MemoryLimitExceededException or OutOfMemoryException)
        {
            throw new ActivityFaultException("script-memory", $"A script of {scope.Place} used too much memory.", cause: e);
        }
        catch (Exception e) when (e is RecursionDepthOverflowException or InsufficientExecutionStackException)
        {
            throw new ActivityFaultException(
                "script-recursion", $"A script of {scope.Place} recursed more than {ScriptLimits.MaxRecursion} deep.", cause: e);
        }
        catch (JintException e)
        {
            throw new ActivityFaultException(KindOf(e), $"A script of {scope.Place} failed: {Shortened(e.Message)}", cause: e);
        }
    }

    private static string KindOf(JintException e) => e.Message == "Maximum call stack size exceeded" ? "script-recursion" : "script-error";

    private static string Shortened(string message) => message.Length <= 300 ? message : message[..300];
}

/// <summary>What a script came to.</summary>
/// <param name="Outcomes">Those it set with <c>setOutcome</c> or <c>setOutcomes</c>; empty when it set none.</param>
internal sealed record ScriptResult(JsonNode? Value, IReadOnlyList<string> Outcomes);
