using System.Text.Json;
using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Soundness;

/// <summary>Finds inputs that a node must give and does not, or gives in a form that cannot be read.</summary>
internal static class InputCheck
{
    public static void Judge(ActivityNode node, IActivityCatalog catalog, ProblemList problems)
    {
        var activity = catalog.Find(node.Type);
        foreach (var name in activity?.UnreadableInputs(node) ?? [])
        {
            problems.Error("unreadable-input", $"{node.Path}.{name}", $"'{new NamedActivity(node.Id)}' has a '{new InputName(name)}' that cannot be read.", node.Id);
        }

        foreach (var input in activity?.Descriptor.Inputs ?? [])
        {
            if (input.IsRequired && input.DefaultValue is null && IsMissing(node, input.Name))
            {
                problems.Error("missing-input", $"{node.Path}.{input.Name}", $"'{new NamedActivity(node.Id)}' ({node.Type}) needs '{new InputName(input.Name)}'.", node.Id);
            }
        }
    }

    /// <summary>A blank box of the designer is an empty literal.</summary>
    private static bool IsMissing(ActivityNode node, string name) =>
        !node.Inputs.TryGetValue(name, out var input)
            ? node.Source[name] is null
            : input.Value is null
                || input.Value.GetValueKind() == JsonValueKind.Null
                || (input.Value is JsonValue value && value.TryGetValue<string>(out var text) && string.IsNullOrWhiteSpace(text));
}
