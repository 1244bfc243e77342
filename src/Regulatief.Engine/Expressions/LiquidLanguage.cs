using System.Text.Json;
using System.Text.Json.Nodes;
using Fluid;
using Fluid.Values;
using Regulatief.Engine.Execution;

namespace Regulatief.Engine.Expressions;

/// <summary>Liquid, by Fluid: <c>{{ Variables.X }}</c>, <c>{{ Input.X }}</c>, <c>{{ CorrelationId }}</c> and the like.</summary>
internal sealed class LiquidLanguage(WorkflowRun run)
{
    private static readonly FluidParser Parser = new();

    private static readonly TemplateOptions Options = new()
    {
        MaxSteps = 10_000,
        MaxRecursion = 50,
        CultureInfo = ScriptLimits.Culture,
        TimeZone = ScriptLimits.TimeZone,
    };

    public JsonNode? Evaluate(string written, Visit? visit)
    {
        if (!Parser.TryParse(written, out var template, out var error))
        {
            throw new ActivityFaultException("script-error", $"A Liquid template is not well formed: {error}");
        }

        var context = new TemplateContext(Options) { Now = () => run.Now };
        context.SetValue("Variables", Members(run.Data.VisibleTo(visit).Select(v => (v.Key, v.Value.Value))));
        context.SetValue("Input", Members(run.Data.Inputs.Select(i => (i.Key, i.Value))));
        context.SetValue("CorrelationId", run.Data.CorrelationId);
        context.SetValue("WorkflowInstanceId", run.InstanceId.ToString());
        context.SetValue("WorkflowDefinitionId", run.Definition.DefinitionId);
        context.SetValue("WorkflowDefinitionVersion", run.Definition.Version);
        return JsonValue.Create(template.Render(context));
    }

    private static DictionaryValue Members(IEnumerable<(string Name, JsonNode? Value)> members)
    {
        var values = new Dictionary<string, FluidValue>();
        foreach (var (name, value) in members)
        {
            values[name] = ToLiquid(value);
        }

        return new DictionaryValue(new FluidValueDictionaryFluidIndexable(values));
    }

    private static FluidValue ToLiquid(JsonNode? value) => value switch
    {
        JsonObject members => Members(members.Select(m => (m.Key, m.Value))),
        JsonArray items => new ArrayValue([.. items.Select(ToLiquid)]),
        JsonValue plain => plain.GetValueKind() switch
        {
            JsonValueKind.True => BooleanValue.True,
            JsonValueKind.False => BooleanValue.False,
            JsonValueKind.Number => NumberValue.Create(decimal.Parse(plain.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture)),
            _ => new StringValue(plain.ToString()),
        },
        _ => NilValue.Instance,
    };
}
