using System.Text.Json.Nodes;
using MediatR;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Engine.Ports;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi.Descriptors;

/// <summary>The activities that a designer can draw, named in the language of the request: the toolbox and its forms.</summary>
public sealed record ListActivityDescriptorsQuery : IPlainQuery<IReadOnlyList<ActivityDescriptorItem>>
{
    AuditSubject IConcerns.Subject => AuditSubject.None;
}

/// <summary>Elsa's activity descriptor.</summary>
public sealed record ActivityDescriptorItem(
    string TypeName, string Namespace, string Name, string Category, string DisplayName, string Description, string Kind,
    IReadOnlyList<PortItem> Ports, IReadOnlyList<InputItem> Inputs, IReadOnlyList<OutputItem> Outputs, bool IsContainer, bool IsStart, bool IsTerminal)
{
    public int Version => 1;

    public bool IsBrowsable => true;

    public JsonObject CustomProperties => [];

    public JsonObject ConstructionProperties => [];
}

/// <param name="Type"><c>Flow</c> for an outcome, <c>Embedded</c> for a place that holds an activity.</param>
public sealed record PortItem(string Name, string DisplayName, string Type)
{
    public bool IsBrowsable => true;
}

/// <param name="IsWrapped">False for what a definition holds bare: the cases of a switch.</param>
public sealed record InputItem(
    string Name, string TypeName, string DisplayName, string Description, int Order, bool IsWrapped, string UiHint, JsonNode? DefaultValue, string? DefaultSyntax, JsonObject UiSpecifications)
{
    public bool IsBrowsable => true;

    public bool IsSynthetic => false;

    public bool IsReadOnly => false;

    public bool IsSensitive => false;
}

public sealed record OutputItem(string Name, string TypeName, string DisplayName)
{
    public bool IsBrowsable => true;

    public bool IsSynthetic => false;
}

internal sealed class ListActivityDescriptorsHandler(IActivityCatalog catalog, Texts texts, Actor actor)
    : IRequestHandler<ListActivityDescriptorsQuery, IReadOnlyList<ActivityDescriptorItem>>
{
    private const string OutcomesInput = "dynamic-outcomes";

    private static readonly string[] Composites = ["Elsa.Flowchart", "Elsa.Sequence", "Elsa.Container", "Elsa.Parallel"];

    private static readonly Dictionary<string, string[]> Embedded = new()
    {
        ["Elsa.If"] = ["Then", "Else"],
        ["Elsa.For"] = ["Body"],
        ["Elsa.ForEach"] = ["Body"],
        ["Elsa.ParallelForEach"] = ["Body"],
        ["Elsa.While"] = ["Body"],
        ["Elsa.Switch"] = ["Default"],
    };

    private static readonly Dictionary<string, OutputItem> Outputs = new()
    {
        ["Elsa.Event"] = new("Result", "Object", "Result"),
        ["Elsa.RunTask"] = new("Result", "Object", "Result"),
        ["Elsa.DispatchWorkflow"] = new("Result", "Object", "Result"),
        ["Elsa.ExecuteWorkflow"] = new("Result", "Object", "Result"),
        ["Elsa.RunJavaScript"] = new("Result", "Object", "Result"),
        ["Elsa.For"] = new("CurrentValue", "Object", "Current value"),
        ["Elsa.ForEach"] = new("CurrentValue", "Object", "Current value"),
    };

    /// <summary>Inputs whose choices are an enum of the domain, with the enum that has the words for them.</summary>
    private static readonly Dictionary<string, string> Words = new() { ["role"] = "AccountRole", ["phase"] = "CasePhase", ["reason"] = "ClosureReason" };

    public Task<IReadOnlyList<ActivityDescriptorItem>> Handle(ListActivityDescriptorsQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        return Task.FromResult<IReadOnlyList<ActivityDescriptorItem>>([.. catalog.Activities.Select(a => ItemOf(a.Descriptor))]);
    }

    private ActivityDescriptorItem ItemOf(ActivityDescriptor descriptor)
    {
        var type = descriptor.TypeName;
        var dot = type.LastIndexOf('.');
        return new ActivityDescriptorItem(
            type, type[..dot], type[(dot + 1)..],
            texts.Find($"Activity.Category.{descriptor.Category}") ?? descriptor.Category,
            texts.Find($"Activity.{type}") ?? descriptor.DisplayName,
            texts.Find($"Activity.{type}.Description") ?? descriptor.Description,
            descriptor.IsTrigger ? "Trigger" : "Action",
            [.. PortsOf(descriptor)],
            [.. descriptor.Inputs.Select(InputOf)],
            Outputs.TryGetValue(type, out var output) ? [output] : [],
            Composites.Contains(type), type == "Elsa.Start", descriptor.IsTerminal);
    }

    private IEnumerable<PortItem> PortsOf(ActivityDescriptor descriptor)
    {
        foreach (var slot in Embedded.GetValueOrDefault(descriptor.TypeName, [])) yield return new PortItem(slot, texts.Find($"Activity.Port.{slot}") ?? slot, "Embedded");

        // Studio draws Done by itself for an activity without ports, and takes the others from the node's own inputs.
        if (descriptor.Outcomes is ["Done"] || descriptor.Inputs.Any(i => i.UiHint == OutcomesInput)) yield break;
        foreach (var outcome in descriptor.Outcomes) yield return new PortItem(outcome, texts.Find($"Activity.Port.{outcome}") ?? texts.Find($"Outcome.{outcome}") ?? outcome, "Flow");
    }

    private InputItem InputOf(InputDescriptor input, int order) => new(
        char.ToUpperInvariant(input.Name[0]) + input.Name[1..],
        input.TypeName,
        texts.Find($"Activity.Input.{input.Name}") ?? input.DisplayName,
        texts.Find($"Activity.Input.{input.Name}.Description") ?? input.Description,
        order,
        IsWrapped: input.UiHint is not ("switch-editor" or "flow-switch-editor" or "variable-picker"),
        input.UiHint,
        input.DefaultValue?.DeepClone(),
        input.UiHint == "code-editor" ? "JavaScript" : null,
        EditorOf(input));

    private JsonObject EditorOf(InputDescriptor input) => input.UiHint switch
    {
        "dropdown" => new JsonObject
        {
            ["dropdown"] = new JsonObject
            {
                ["selectList"] = new JsonObject
                {
                    ["items"] = new JsonArray([.. input.Choices.Select(choice => new JsonObject { ["text"] = WordFor(input, choice), ["value"] = choice })]),
                    ["isFlagsEnum"] = false,
                },
            },
        },
        "code-editor" => new JsonObject { ["code-editor"] = new JsonObject { ["language"] = "javascript" } },
        _ => [],
    };

    private string WordFor(InputDescriptor input, string choice) =>
        texts.Find($"Activity.Choice.{input.Name}.{choice}")
        ?? (Words.TryGetValue(input.Name, out var enumName) ? texts.Find($"Enum.{enumName}.{choice}") : null)
        ?? choice;
}
