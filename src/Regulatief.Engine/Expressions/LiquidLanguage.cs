using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fluid;
using Fluid.Values;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Expressions;

/// <summary>Liquid, by Fluid: <c>{{ Variables.X }}</c>, <c>{{ Input.X }}</c>, <c>{{ CorrelationId }}</c> and the like.</summary>
internal static class LiquidLanguage
{
    private static readonly FluidParser Parser = new();

    public static JsonNode? Evaluate(string written, ExpressionScope scope)
    {
        if (!Parser.TryParse(written, out var template, out var error))
        {
            throw new ActivityFaultException("script-error", $"A Liquid template is not well formed: {error}");
        }

        LiquidLimits.RefuseWideRanges(template);
        var context = new TemplateContext(LiquidLimits.Options) { Now = () => TimeZoneInfo.ConvertTime(scope.Now, ScriptLimits.TimeZone) };
        context.SetValue("Variables", Members(scope.Variables.Select(v => (v.Key, v.Value.Value))));
        context.SetValue("Input", Members(scope.Inputs.Select(i => (i.Key, i.Value))));
        context.SetValue("CorrelationId", scope.CorrelationId);
        context.SetValue("WorkflowInstanceId", scope.InstanceId.ToString());
        context.SetValue("WorkflowDefinitionId", scope.Definition.DefinitionId);
        context.SetValue("WorkflowDefinitionVersion", scope.Definition.Version);
        return JsonValue.Create(Render(template, context));
    }

    private static string Render(IFluidTemplate template, TemplateContext context)
    {
        try
        {
            return template.Render(context);
        }
        catch (InvalidOperationException e)
        {
            // Fluid's word for a template that ran out of steps or of depth.
            throw new ActivityFaultException("script-timeout", $"A Liquid template took more than {LiquidLimits.MaxSteps} steps.", cause: e);
        }
        catch (Exception e) when (e is FluidException or ArithmeticException or FormatException or ArgumentException)
        {
            throw new ActivityFaultException("script-error", $"A Liquid template failed with {e.GetType().Name}.", cause: e);
        }
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
            JsonValueKind.Number => ToNumber(plain.ToJsonString()),
            _ => new StringValue(plain.ToString()),
        },
        _ => NilValue.Instance,
    };

    /// <summary>Liquid counts in decimals; a number too large for one is shown as it is written.</summary>
    private static FluidValue ToNumber(string written) =>
        decimal.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? NumberValue.Create(number)
            : new StringValue(written);
}
