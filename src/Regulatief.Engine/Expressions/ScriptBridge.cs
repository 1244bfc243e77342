using System.Text.Json.Nodes;
using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Instances;
using JintEngine = Jint.Engine;

namespace Regulatief.Engine.Expressions;

/// <summary>What a script sees of the workflow: Elsa's functions, on values that are copied in and out. No .NET object crosses.</summary>
internal sealed class ScriptBridge(JintEngine engine, WorkflowRun run, Visit? visit, List<string> outcomes)
{
    public void Install()
    {
        ScriptText.Bound(engine);
        engine.GetValue("Math").AsObject().Set("random", Function("random", _ => JsNumber.Create(run.Source.NextFraction())));
        InstallWorkflow();
        InstallVariables();
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

        return value.IsString() ? JsonValue.Create(value.AsString())
            : value.IsBoolean() ? JsonValue.Create(value.AsBoolean())
            : new JsonSerializer(engine).Serialize(value, JsValue.Undefined, JsValue.Undefined) is JsString text ? JsonNode.Parse(text.ToString())
            : null;
    }

    private JsValue ToScript(JsonNode? value) => value?.GetValueKind() switch
    {
        null or System.Text.Json.JsonValueKind.Null => JsValue.Null,
        System.Text.Json.JsonValueKind.True => JsBoolean.True,
        System.Text.Json.JsonValueKind.False => JsBoolean.False,
        System.Text.Json.JsonValueKind.String => new JsString(value.GetValue<string>()),
        _ => new JsonParser(engine).Parse(value.ToJsonString()),
    };

    private void InstallWorkflow()
    {
        var definition = run.Definition;
        Give("getInput", a => ToScript(run.Data.Input(Text(a, 0))));
        Give("getOutputFrom", a => ToScript(run.Data.OutputOf(ActivityId(Text(a, 0)), a.Length > 1 ? Text(a, 1) : "result")));
        Give("getLastResult", _ => ToScript(run.Data.LastResult));
        Give("getWorkflowInstanceId", _ => new JsString(run.InstanceId.ToString()));
        Give("getWorkflowInstanceName", _ => TextOrNull(run.Data.Name));
        Give("setWorkflowInstanceName", a => Do(() => run.Data.Name = Text(a, 0)));
        Give("getWorkflowDefinitionId", _ => new JsString(definition.DefinitionId));
        Give("getWorkflowDefinitionVersionId", _ => new JsString(definition.Id));
        Give("getWorkflowDefinitionVersion", _ => JsNumber.Create(definition.Version));
        Give("getCorrelationId", _ => TextOrNull(run.Data.CorrelationId));
        Give("setCorrelationId", a => Do(() => run.Data.CorrelationId = Text(a, 0)));
        Give("getGuidString", _ => new JsString(run.Source.NextId().ToString()));
        Give("getShortGuid", _ => new JsString(ShortGuid()));
        Give("setOutcome", a => Do(() => Choose([Text(a, 0)])));
        Give("setOutcomes", a => Do(() => Choose(a.Length > 0 && ToJson(a[0]) is JsonArray names ? [.. names.Select(n => $"{n}")] : [])));
    }

    private void InstallVariables()
    {
        var variables = new JsObject(engine);
        foreach (var (name, variable) in run.Data.VisibleTo(visit))
        {
            var read = Function($"get{name}", _ => ToScript(run.Data.Find(visit, variable.Id)?.Value));
            var write = Function($"set{name}", a => Do(() => Assign(variable, a)));
            foreach (var spelling in new[] { name, char.ToUpperInvariant(name[0]) + name[1..] }.Distinct())
            {
                engine.SetValue($"get{spelling}", read);
                engine.SetValue($"set{spelling}", write);
            }

            variables.DefineOwnProperty(name, new GetSetPropertyDescriptor(read, write, enumerable: true, configurable: false));
        }

        engine.SetValue("variables", variables);
        Give("getVariable", a => ToScript(run.Data.Find(visit, Text(a, 0))?.Value));
        Give("setVariable", a => Do(() =>
        {
            if (run.Data.Find(visit, Text(a, 0)) is { } variable)
            {
                Assign(variable, a[1..]);
            }
        }));
    }

    private void Assign(VariableValue variable, JsValue[] arguments) =>
        run.Data.Assign(visit, variable, arguments.Length > 0 ? ToJson(arguments[0]) : null);

    private void Choose(string[] names)
    {
        outcomes.Clear();
        outcomes.AddRange(names);
    }

    /// <summary>An activity is named by its name or its id.</summary>
    private string ActivityId(string nameOrId) =>
        run.Definition.Root.SelfAndDescendants().FirstOrDefault(n => n.Name == nameOrId)?.Id ?? nameOrId;

    private string ShortGuid() => Convert.ToBase64String(run.Source.NextId().ToByteArray()).Replace('/', '_').Replace('+', '-')[..22];

    private void Give(string name, Func<JsValue[], JsValue> body) => engine.SetValue(name, Function(name, body));

    private ClrFunction Function(string name, Func<JsValue[], JsValue> body) => new(engine, name, (_, arguments) => body(arguments));

    private static JsValue Do(Action action)
    {
        action();
        return JsValue.Undefined;
    }

    private static string Text(JsValue[] arguments, int index) => index < arguments.Length ? arguments[index].ToString() : "";

    private static JsValue TextOrNull(string? text) => text is null ? JsValue.Null : new JsString(text);
}
