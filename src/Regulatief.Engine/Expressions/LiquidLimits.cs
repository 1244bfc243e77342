using System.Text.RegularExpressions;
using Fluid;
using Fluid.Ast;
using Fluid.Values;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Expressions;

/// <summary>What a Liquid template may use. Fluid counts steps; the size of what one step makes is bounded here, and each filter is a look at the
/// budget.</summary>
internal static partial class LiquidLimits
{
    public const int MaxSteps = 1_000;
    private const int MaxRange = 1_000;
    private const string BudgetKey = "budget";

    // What these make is as long as one length times another.
    private static readonly HashSet<string> Multiplying = ["replace", "replace_last", "join"];

    // These take a width from within a text.
    private static readonly HashSet<string> Formatting = ["date", "format_date", "format_number", "format_string", "money", "money_with_currency"];

    public static TemplateOptions Options { get; } = MakeOptions();

    /// <summary>A context whose template is charged to a budget.</summary>
    public static TemplateContext Context(ScriptBudget budget)
    {
        var context = new TemplateContext(Options);
        context.AmbientValues[BudgetKey] = budget;
        return context;
    }

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
            Assigned = (_, value, context) => new(Bounded(value, context)),
            Captured = (_, value, context) => new(Bounded(value, context)),
        };
        foreach (var (name, filter) in options.Filters.ToList())
        {
            options.Filters.AddFilter(name, async (input, arguments, context) =>
            {
                if (Multiplying.Contains(name))
                {
                    ScriptBudget.RefuseLongerThan((SizeOf(input) + 1.0) * SizeOf(arguments.At(name == "join" ? 0 : 1)));
                }

                if (Formatting.Contains(name))
                {
                    RefuseWide(input, arguments);
                }

                return Bounded(await filter(input, arguments, context), context);
            });
        }

        return options;
    }

    private static void RefuseWide(FluidValue input, FilterArguments arguments)
    {
        for (var i = -1; i < arguments.Count; i++)
        {
            if ((i < 0 ? input : arguments.At(i)) is StringValue text && Width().IsMatch(text.ToStringValue()))
            {
                throw new ActivityFaultException("script-memory", "A Liquid template formats to a width of more than two digits.");
            }
        }
    }

    private static FluidValue Bounded(FluidValue value, TemplateContext context)
    {
        if (value is StringValue or ArrayValue)
        {
            ScriptBudget.RefuseLongerThan(SizeOf(value));
        }

        ((ScriptBudget)context.AmbientValues[BudgetKey]).Check();
        return value;
    }

    private static int SizeOf(FluidValue value) => value is ArrayValue list ? list.Values.Count : value.ToStringValue().Length;

    // A year is four digits at most; a width of three or more makes lines that nobody reads.
    [GeneratedRegex(@"(?:%[^a-zA-Z%]*|[a-zA-Z,])\d{3,}")]
    private static partial Regex Width();

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
