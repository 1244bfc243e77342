using Fluid;
using Fluid.Ast;
using Fluid.Values;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Expressions;

/// <summary>What a Liquid template may use. Fluid counts steps; the size of what one step makes is bounded here.</summary>
internal static class LiquidLimits
{
    public const int MaxSteps = 1_000;
    private const int MaxRange = 1_000;

    // What these make is as long as one length times another.
    private static readonly HashSet<string> Multiplying = ["replace", "replace_last", "join"];

    public static TemplateOptions Options { get; } = MakeOptions();

    /// <summary>A range is a list in memory before its loop begins, so its ends must be seen to lie close together.</summary>
    /// <exception cref="ActivityFaultException"><c>script-memory</c>.</exception>
    public static void RefuseWideRanges(IFluidTemplate template) => new RangeVisitor().VisitTemplate(template);

    private static TemplateOptions MakeOptions()
    {
        var options = new TemplateOptions
        {
            MaxSteps = MaxSteps,
            MaxRecursion = 50,
            CultureInfo = ScriptLimits.Culture,
            TimeZone = ScriptLimits.TimeZone,
            Assigned = (_, value, _) => new(Bounded(value)),
            Captured = (_, value, _) => new(Bounded(value)),
        };
        foreach (var (name, filter) in options.Filters.ToList())
        {
            options.Filters.AddFilter(name, async (input, arguments, context) =>
            {
                if (Multiplying.Contains(name))
                {
                    RefuseLongerThan((long)(SizeOf(input) + 1) * SizeOf(arguments.At(name == "join" ? 0 : 1)));
                }

                return Bounded(await filter(input, arguments, context));
            });
        }

        return options;
    }

    private static FluidValue Bounded(FluidValue value)
    {
        RefuseLongerThan(value is StringValue ? SizeOf(value) : 0);
        return value;
    }

    private static int SizeOf(FluidValue value) => value is ArrayValue list ? list.Values.Count : value.ToStringValue().Length;

    private static void RefuseLongerThan(long length)
    {
        if (length > ScriptLimits.MaxTextLength)
        {
            throw new ActivityFaultException("script-memory", $"A Liquid template made a text of more than {ScriptLimits.MaxTextLength} characters.");
        }
    }

    private sealed class RangeVisitor : AstVisitor
    {
        protected override Expression VisitRangeExpression(RangeExpression rangeExpression)
        {
            if (rangeExpression is not { From: LiteralExpression from, To: LiteralExpression to }
                || to.Value.ToNumberValue() - from.Value.ToNumberValue() > MaxRange)
            {
                throw new ActivityFaultException(
                    "script-memory", $"A range in a Liquid template is not between two numbers at most {MaxRange} apart.");
            }

            return base.VisitRangeExpression(rangeExpression);
        }
    }
}
