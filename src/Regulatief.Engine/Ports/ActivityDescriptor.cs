namespace Regulatief.Engine.Ports;

/// <summary>What is known of an activity type.</summary>
/// <param name="TypeName">Elsa's full name: <c>Elsa.If</c>, <c>Regulatief.Intake</c>.</param>
public sealed record ActivityDescriptor(string TypeName, string Category, string DisplayName, string Description)
{
    /// <summary>In the order that the designer shows them.</summary>
    public IReadOnlyList<InputDescriptor> Inputs { get; init; } = [];

    /// <summary>The ports it can leave by; empty when they come from the node's own configuration or when it ends a branch.</summary>
    public IReadOnlyList<string> Outcomes { get; init; } = ["Done"];

    /// <summary>Whether it may be the place where a workflow starts by itself (Elsa's <c>Trigger</c> kind).</summary>
    public bool IsTrigger { get; init; }

    /// <summary>Whether it can make an instance wait: a loop needs one.</summary>
    public bool Waits { get; init; }

    /// <summary>Whether reaching it completes the flowchart that holds it.</summary>
    public bool IsTerminal { get; init; }
}

/// <param name="Name">camelCase, as the file spells it.</param>
/// <param name="UiHint">Elsa Studio's editor: <c>singleline</c>, <c>dropdown</c>, <c>code-editor</c>, ...</param>
public sealed record InputDescriptor(string Name, string TypeName, string DisplayName, string Description, string UiHint = "singleline")
{
    /// <summary>Whether publication is refused while it is blank and has no default.</summary>
    public bool IsRequired { get; init; }

    /// <summary>What the designer fills in for a new activity; null for nothing. A run takes the activity's own fallback.</summary>
    public System.Text.Json.Nodes.JsonNode? DefaultValue { get; init; }

    /// <summary>The choices of a dropdown; empty when free.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
}
