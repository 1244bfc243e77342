using System.Text.Json.Nodes;
using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using Regulatief.Engine.Instances;
using JintEngine = Jint.Engine;
using JsonValueKind = System.Text.Json.JsonValueKind;

namespace Regulatief.Engine.Expressions;

/// <summary>What a script sees of the workflow: Elsa's functions, on values that are copied in and out. No .NET object crosses.</summary>
internal sealed class ScriptBridge(ExpressionScope scope)
{
    private readonly HashSet<string> given = [];
    private readonly List<string> outcomes = [];

    /// <summary>A function of the workflow's, as its body: what the script gave, and what it gets.</summary>
    private delegate JsValue Body(JintEngine engine, JsValue[] arguments);

    /// <summary>Those the script chose.</summary>
    public IReadOnlyList<string> Outcomes => outcomes;

    /// <summary>Gives a script its functions. Each is made when it is first used, as most never are.</summary>
    public void Install(Options options)
    {
        GiveWorkflow(options);
        GiveVariables(options);
    }

    /// <summary>A script's value as JSON; null for <c>undefined</c> and for what JSON cannot hold.</summary>
    public static JsonNode? ToJson(JintEngine engine, JsValue value)
    {
        if (value.IsNumber())
        {
            var number = value.AsNumber();
            return !double.IsFinite(number) ? null
                : number == Math.Floor(number) && Math.Abs(number) < 9e15 ? JsonValue.Create((long)number)
                : JsonValue.Create(number);
        }

        return value.IsString() ? JsonValue.Create(value.AsString())
            : value.IsBoolean() ? JsonValue.Create(value.AsBoolean())
            : new JsonSerializer(engine).Serialize(value, JsValue.Undefined, JsValue.Undefined) is JsString text ? JsonNode.Parse(text.ToString())
            : null;
    }

    private static JsValue ToScript(JintEngine engine, JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => JsValue.Null,
        JsonValueKind.True => JsBoolean.True,
        JsonValueKind.False => JsBoolean.False,
        JsonValueKind.String => new JsString(value.GetValue<string>()),
        _ => new JsonParser(engine).Parse(value.ToJsonString()),
    };

    private void GiveWorkflow(Options options)
    {
        var definition = scope.Definition;
        Give(options, "getInput", (engine, a) => ToScript(engine, scope.Inputs.GetValueOrDefault(Text(a, 0))));
        Give(options, "getOutputFrom", (engine, a) => ToScript(engine, scope.OutputOf(ActivityId(Text(a, 0)), a.Length > 1 ? Text(a, 1) : "result")));
        Give(options, "getLastResult", (engine, _) => ToScript(engine, scope.LastResult));
        Give(options, "getWorkflowInstanceId", (_, _) => new JsString(scope.InstanceId.ToString()));
        Give(options, "getWorkflowInstanceName", (_, _) => TextOrNull(scope.Name));
        Give(options, "setWorkflowInstanceName", (_, a) => Do(() => scope.Name = Text(a, 0)));
        Give(options, "getWorkflowDefinitionId", (_, _) => new JsString(definition.DefinitionId));
        Give(options, "getWorkflowDefinitionVersionId", (_, _) => new JsString(definition.Id));
        Give(options, "getWorkflowDefinitionVersion", (_, _) => JsNumber.Create(definition.Version));
        Give(options, "getCorrelationId", (_, _) => TextOrNull(scope.CorrelationId));
        Give(options, "setCorrelationId", (_, a) => Do(() => scope.CorrelationId = Text(a, 0)));
        Give(options, "getGuidString", (_, _) => new JsString(scope.NextId().ToString()));
        Give(options, "getShortGuid", (_, _) => new JsString(ShortGuid()));
        Give(options, "setOutcome", (_, a) => Do(() => Choose([Text(a, 0)])));
        Give(options, "setOutcomes", (engine, a) => Do(() => Choose(Names(engine, a))));
        Give(options, "getVariable", (engine, a) => ToScript(engine, scope.Find(Text(a, 0))?.Value));
        Give(options, "setVariable", (engine, a) => Do(() => Assign(engine, scope.Find(Text(a, 0)), a.Skip(1))));
    }

    private void GiveVariables(Options options)
    {
        var visible = scope.Variables;
        foreach (var (name, variable) in visible)
        {
            foreach (var spelling in new[] { name, char.ToUpperInvariant(name[0]) + name[1..] })
            {
                Give(options, $"get{spelling}", (engine, _) => Read(engine, variable));
                Give(options, $"set{spelling}", (engine, a) => Do(() => Assign(engine, variable, a)));
            }
        }

        options.AddLazyGlobal("variables", engine =>
        {
            var members = new JsObject(engine);
            foreach (var (name, variable) in visible)
            {
                var read = new ClrFunction(engine, name, (_, _) => Read(engine, variable));
                var write = new ClrFunction(engine, name, (_, a) => Do(() => Assign(engine, variable, a)));
                members.DefineOwnProperty(name, new GetSetPropertyDescriptor(read, write, enumerable: true, configurable: false));
            }

            return members;
        });
    }

    /// <summary>The first of a name stays: no variable hides a function of the workflow's.</summary>
    private void Give(Options options, string name, Body body)
    {
        if (given.Add(name))
        {
            options.AddLazyGlobal(name, engine => new ClrFunction(engine, name, (_, arguments) => body(engine, arguments)));
        }
    }

    private JsValue Read(JintEngine engine, VariableValue variable) => ToScript(engine, scope.Find(variable.Id)?.Value);

    private void Assign(JintEngine engine, VariableValue? variable, IEnumerable<JsValue> arguments)
    {
        if (variable is not null)
        {
            scope.Assign(variable, arguments.FirstOrDefault() is { } value ? ToJson(engine, value) : null);
        }
    }

    private void Choose(IEnumerable<string> names)
    {
        outcomes.Clear();
        outcomes.AddRange(names);
    }

    private static IEnumerable<string> Names(JintEngine engine, JsValue[] arguments) =>
        arguments.Length > 0 && ToJson(engine, arguments[0]) is JsonArray names ? names.Select(n => $"{n}") : [];

    /// <summary>An activity is named by its name or its id.</summary>
    private string ActivityId(string nameOrId) =>
        scope.Definition.Root.SelfAndDescendants().FirstOrDefault(n => n.Name == nameOrId)?.Id ?? nameOrId;

    private string ShortGuid() => Convert.ToBase64String(scope.NextId().ToByteArray()).Replace('/', '_').Replace('+', '-')[..22];

    private static JsValue Do(Action action)
    {
        action();
        return JsValue.Undefined;
    }

    private static string Text(JsValue[] arguments, int index) => index < arguments.Length ? arguments[index].ToString() : "";

    private static JsValue TextOrNull(string? text) => text is null ? JsValue.Null : new JsString(text);
}
