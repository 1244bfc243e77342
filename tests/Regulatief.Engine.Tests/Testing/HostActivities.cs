using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Tests.Testing;

/// <summary>Fails as often as the facts of the run say it should.</summary>
internal sealed class FailingActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Test.Failing", "Test", "Failing", "Fails while the facts say so.");

    public override void Execute(ActivityContext context)
    {
        if (context.FactsOrNull<FailingFacts>() is not { IsMended: true })
        {
            throw new TimeoutException("Jan de Vries lives at ...");
        }
    }
}

/// <summary>Asks for more memory than it can have.</summary>
internal sealed class ExhaustingActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Test.Exhausting", "Test", "Exhausting", "Runs out of memory.");

    public override void Execute(ActivityContext context) => context.Complete($"{new byte[int.MaxValue].Length}");
}

internal sealed record FailingFacts(bool IsMended);

/// <summary>Asks a person, and leaves by the outcome they choose. As the host's own activities do.</summary>
internal sealed class AskingActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Test.Asking", "Test", "Asking", "Asks a person.")
    {
        Inputs = [new("role", "String", "Role", "Who is asked.") { IsRequired = true }],
        Outcomes = ["Yes", "No"],
        Waits = true,
    };

    public override IEnumerable<string> UnreadableInputs(ActivityNode node) =>
        node.Inputs.TryGetValue("role", out var role) && role.Value?.ToString() == "?" ? ["role"] : [];

    public override void Execute(ActivityContext context)
    {
        var bookmark = context.Wait(dueAt: context.Now.AddDays(14));
        context.Emit(new AskEffect(bookmark.Id, context.Input("role", "")));
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, JsonObject input) =>
        context.Complete(input["outcome"]?.GetValue<string>() ?? "No");

    public override void Canceled(ActivityContext context) => context.Emit(new WithdrawEffect(context.ExecutionId));
}

internal sealed record AskEffect(Guid BookmarkId, string Role) : Effect;

internal sealed record WithdrawEffect(Guid ExecutionId) : Effect;
