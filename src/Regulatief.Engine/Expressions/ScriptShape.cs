using Acornima;
using Acornima.Ast;

namespace Regulatief.Engine.Expressions;

/// <summary>Judges a script before it runs: what no limit could stop once it does is refused by its form.</summary>
/// <remarks>
/// The interpreter looks at the budget between statements. So a statement may not join texts without end, least of all texts that it makes
/// longer itself; and a script ends when its last statement does, so that it can wait for nothing.
/// </remarks>
internal static class ScriptShape
{
    /// <summary>How deep a script may nest, in nodes of its syntax tree: a call within a condition within a loop is some six deep.</summary>
    public const int MaxDepth = 100;

    /// <summary>How many values one statement may join to a text or spread into a list, those written out apart.</summary>
    public const int MaxJoined = 32;

    /// <summary>The same where the statement assigns within itself: each such assignment multiplies.</summary>
    public const int MaxJoinedWhereAssigned = 8;

    private static readonly ParserOptions Options = new() { AllowReturnOutsideFunction = true, OnRegExp = (in _) => RegExpParseResult.ForSuccess(null) };

    /// <summary>Null when it may run. Words that are no script at all are the interpreter's to refuse.</summary>
    public static Objection? Objection(string script)
    {
        if (script.Length > ScriptLimits.MaxSourceLength)
        {
            return new("expression-too-long", ScriptLimits.MaxSourceLength);
        }

        try
        {
            return Objection(new Parser(Options).ParseScript(script));
        }
        catch (InsufficientExecutionStackException)
        {
            return TooDeep;
        }
        catch (ParseErrorException)
        {
            return null;
        }
    }

    private static Objection TooDeep => new("expression-too-deep", MaxDepth);

    private static Objection? Objection(Script script)
    {
        var pending = new Stack<Place>([new Place(script, 0, new Tally(), IsWhole: true)]);
        while (pending.TryPop(out var place))
        {
            if (place.Depth > MaxDepth)
            {
                return TooDeep;
            }

            if (Unknown(place.Node) is { } what)
            {
                return new("expression-refused", 0, what);
            }

            // The interpreter looks at the budget when it enters a statement or the body of a function.
            var tally = place.Node is IFunction or Statement or StaticBlock ? new Tally() : place.Tally;
            tally.Add(place.Node, place.IsWhole);
            if (tally.IsTooMuch)
            {
                return new("expression-joins", tally.Allowed);
            }

            foreach (var child in place.Node.ChildNodes)
            {
                pending.Push(new Place(child, place.Depth + 1, tally, IsWhole: place.Node is ExpressionStatement));
            }
        }

        return null;
    }

    private static string? Unknown(Node node) => node switch
    {
        IFunction { Async: true } => "async",
        IFunction { Generator: true } => "function*",
        AwaitExpression or ForOfStatement { Await: true } => "await",
        ImportExpression or MetaProperty { Meta.Name: "import" } => "import",
        BigIntLiteral => "BigInt",
        RegExpLiteral { Raw.Length: > ScriptLimits.MaxPatternLength } => "RegExp",
        _ => null,
    };

    /// <param name="IsWhole">Whether it is all that its statement does.</param>
    private sealed record Place(Node Node, int Depth, Tally Tally, bool IsWhole);

    /// <summary>What is counted of one statement.</summary>
    private sealed class Tally
    {
        private int joined;
        private bool assigns;

        public int Allowed => assigns ? MaxJoinedWhereAssigned : MaxJoined;

        public bool IsTooMuch => joined > Allowed;

        public void Add(Node node, bool isWhole)
        {
            joined += node switch
            {
                NonLogicalBinaryExpression { Operator: Operator.Addition } sum => Weight(sum.Left) + Weight(sum.Right),
                AssignmentExpression { Operator: Operator.AdditionAssignment } => 2,
                TemplateLiteral template => template.Expressions.Count,
                SpreadElement => 1,
                _ => 0,
            };
            assigns |= node is AssignmentPattern or PropertyDefinition or VariableDeclaration { Declarations.Count: > 1 }
                || (node is AssignmentExpression && !isWhole);
        }

        /// <summary>A sum within a sum counts by its parts.</summary>
        private static int Weight(Expression operand) =>
            operand is Literal or NonLogicalBinaryExpression { Operator: Operator.Addition } ? 0 : 1;
    }
}
