using System.Text.Json;
using System.Text.Json.Nodes;
using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using Regulatief.Engine.Instances;
using JintEngine = Jint.Engine;

namespace Regulatief.Engine.Expressions;

/// <summary>What a script sees of the workflow: Elsa's functions, on values that are copied in and out. No .NET object crosses.</summary>
internal sealed class ScriptBridge(JintEngine engine, ExpressionScope scope, ScriptGates gates, Action look)
{
    private static readonly JsonDocumentOptions Nesting = new() { MaxDepth = ScriptLimits.MaxValueDepth };

    private readonly HashSet<string> given = [];
    private readonly List<string> outcomes = [];

    /// <summary>A function of the workflow's, as its body: what the script gave, and what it gets.</summary>
    private delegate JsValue Body(JsValue[] arguments);

    /// <summary>Those the script chose.</summary>
    public IReadOnlyList<string> Outcomes => outcomes;

    /// <summary>Gives a script its functions. Each is made when it is first used, as most never are.</summary>
    public void Install()
    {
        GiveWorkflow();
        GiveVariables();
    }

    /// <summary>A script's value as JSON; null for <c>undefined</c> and for what JSON cannot hold.</summary>
    public JsonNode? ToJson(JsValue value)
    {
        if (value.IsNumber())
        {
            var number = value.AsNumber();
            return !double.IsFinite(number) ? null
                : number == Math.Floor(number) && Math.Abs(number) < 9e15 ? JsonValue.Create((long)number)
                : JsonValue.Create(number);
        }

        if (value is JsString text)
        {
            ScriptBudget.RefuseLongerThan(text.Length);
            return JsonValue.Create(text.ToString());
        }

        return value.IsBoolean() ? JsonValue.Create(value.AsBoolean())
            : gates.Stringify(value, JsValue.Undefined, JsValue.Undefined) is JsString json ? JsonNode.Parse(json.ToString(), documentOptions: Nesting)
            : null;
    }

    private JsValue ToScript(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => JsValue.Null,
        JsonValueKind.True => JsBoolean.True,
        JsonValueKind.False => JsBoolean.False,
        JsonValueKind.String => new JsString(value.GetValue<string>()),
        _ => new JsonParser(engine).Parse(value.ToJsonString()),
    };

    private void GiveWorkflow()
    {
        var definition = scope.Definition;
        Give("getInput", a => ToScript(scope.Inputs.GetValueOrDefault(Text(a, 0))));
        Give("getOutputFrom", a => ToScript(scope.OutputOf(ActivityId(Text(a, 0)), a.Length > 1 ? Text(a, 1) : "result")));
        Give("getLastResult", _ => ToScript(scope.LastResult));
        Give("getWorkflowInstanceId", _ => new JsString(scope.InstanceId.ToString()));
        Give("getWorkflowInstanceName", _ => TextOrNull(scope.Name));
        Give("setWorkflowInstanceName", a => Do(() => scope.Name = Text(a, 0)));
        Give("getWorkflowDefinitionId", _ => new JsString(definition.DefinitionId));
        Give("getWorkflowDefinitionVersionId", _ => new JsString(definition.Id));
        Give("getWorkflowDefinitionVersion", _ => JsNumber.Create(definition.Version));
        Give("getCorrelationId", _ => TextOrNull(scope.CorrelationId));
        Give("setCorrelationId", a => Do(() => scope.CorrelationId = Text(a, 0)));
        Give("getGuidString", _ => new JsString(scope.NextId().ToString()));
        Give("getShortGuid", _ => new JsString(ShortGuid()));
        Give("setOutcome", a => Do(() => Choose([Text(a, 0)])));
        Give("setOutcomes", a => Do(() => Choose(Names(a))));
        Give("getVariable", a => ToScript(scope.Find(Text(a, 0))?.Value));
        Give("setVariable", a => Do(() => Assign(scope.Find(Text(a, 0)), a.Skip(1))));
    }

    private void GiveVariables()
    {
        var visible = scope.Variables;
        foreach (var (name, variable) in visible)
        {
            foreach (var spelling in new[] { name, char.ToUpperInvariant(name[0]) + name[1..] })
            {
                Give($"get{spelling}", _ => Read(variable));
                Give($"set{spelling}", a => Do(() => Assign(variable, a)));
            }
        }

        engine.Advanced.AddLazyGlobal("variables", _ =>
        {
            var members = new JsObject(engine);
            foreach (var (name, variable) in visible)
            {
                var read = new ClrFunction(engine, name, (_, _) => Read(variable));
                var write = new ClrFunction(engine, name, (_, a) => Do(() => Assign(variable, a)));
                members.DefineOwnProperty(name, new GetSetPropertyDescriptor(read, write, enumerable: true, configurable: false));
            }

            return members;
        });
    }

    /// <summary>The first of a name stays: no variable hides a function of the workflow's.</summary>
    private void Give(string name, Body body)
    {
        if (given.Add(name))
        {
            engine.Advanced.AddLazyGlobal(name, _ => new ClrFunction(engine, name, (_, arguments) =>
            {
                look();
                return body(arguments);
            }));
        }
    }

    private JsValue Read(VariableValue variable) => ToScript(scope.Find(variable.Id)?.Value);

    private void Assign(VariableValue? variable, IEnumerable<JsValue> arguments)
    {
        if (variable is not null)
        {
            scope.Assign(variable, arguments.FirstOrDefault() is { } value ? ToJson(value) : null);
        }
    }

    private void Choose(IEnumerable<string> names)
    {
        outcomes.Clear();
        outcomes.AddRange(names);
    }

    private IEnumerable<string> Names(JsValue[] arguments) =>
        arguments.Length > 0 && ToJson(arguments[0]) is JsonArray names ? names.Select(n => $"{n}") : [];

    /// <summary>An activity is named by its name or its id.</summary>
    private string ActivityId(string nameOrId) =>
        scope.Definition.Root.SelfAndDescendants().FirstOrDefault(n => n.Name == nameOrId)?.Id ?? nameOrId;

    private string ShortGuid() => Convert.ToBase64String(scope.NextId().ToByteArray()).Replace('/', '_').Replace('+', '-')[..22];

    private static JsValue Do(Action action)
    {
        action();
        return JsValue.Undefined;
    }

    private static string Text(JsValue[] arguments, int index) => index < arguments.Length ? TypeConverter.ToString(arguments[index]) : "";

    private static JsValue TextOrNull(string? text) => text is null ? JsValue.Null : new JsString(text);
}
