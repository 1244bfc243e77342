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

    /// <exception cref="ActivityFaultException">It failed, or ran into a limit.</exception>
    public static JsonNode? Evaluate(string written, ExpressionScope scope, ScriptBudget budget)
    {
        if (LiquidShape.Objection(written) is { } objection)
        {
            throw objection.AsFault(scope.Place);
        }

        budget.Start();
        if (!Parser.TryParse(written, out var template, out var error))
        {
            throw new ActivityFaultException("script-error", $"A Liquid template of {scope.Place} is not well formed: {error}");
        }

        LiquidLimits.RefuseWideRanges(template);
        var context = LiquidLimits.Context(budget);
        context.Now = () => TimeZoneInfo.ConvertTime(scope.Now, ScriptLimits.TimeZone);
        context.SetValue("Variables", Members(scope.Variables.Select(v => (v.Key, v.Value.Value))));
        context.SetValue("Input", Members(scope.Inputs.Select(i => (i.Key, i.Value))));
        context.SetValue("CorrelationId", scope.CorrelationId);
        context.SetValue("WorkflowInstanceId", scope.InstanceId.ToString());
        context.SetValue("WorkflowDefinitionId", scope.Definition.DefinitionId);
        context.SetValue("WorkflowDefinitionVersion", scope.Definition.Version);
        return JsonValue.Create(Render(template, context, scope, budget));
    }

    private static string Render(IFluidTemplate template, TemplateContext context, ExpressionScope scope, ScriptBudget budget)
    {
        try
        {
            using var writer = new BoundedWriter(budget);

            // Nothing in it waits for anything, so it is done when the call is.
            template.RenderAsync(writer, NullEncoder.Default, context).AsTask().GetAwaiter().GetResult();
            return writer.ToString();
        }
        catch (InvalidOperationException e)
        {
            // Fluid's word for a template that ran out of steps or of depth.
            throw new ActivityFaultException("script-timeout", $"A Liquid template of {scope.Place} took more than {LiquidLimits.MaxSteps} steps.", cause: e);
        }
        catch (OutOfMemoryException e)
        {
            throw ScriptBudget.TooMuchMemory(e);
        }
        catch (Exception e) when (e is FluidException or ArithmeticException or FormatException or ArgumentException or IOException or NotSupportedException)
        {
            throw new ActivityFaultException("script-error", $"A Liquid template of {scope.Place} failed with {e.GetType().Name}.", cause: e);
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
