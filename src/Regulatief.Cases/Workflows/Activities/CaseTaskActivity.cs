using System.Text.Json.Nodes;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Workflows.Effects;
using Regulatief.Engine.Activities;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;

namespace Regulatief.Cases.Workflows.Activities;

/// <summary>Any human task: the designer's title, role, term, fields and outcomes, or one of the known forms.</summary>
internal sealed class CaseTaskActivity() : HumanTaskActivity(new HumanTaskStep(
    "Regulatief.CaseTask", HumanTaskKind.CaseTask, "Taak", "Any human task: title, role, term in working days, form fields, outcomes.",
    AccountRole.ProbationOfficer, null, 5, [])
{
    ExtraInputs =
    [
        new("form", "String", "Form", $"A known form: {string.Join(", ", KnownForms)}; empty for the fields below.", "dropdown") { Choices = ["", .. KnownForms] },
        new("fields", "Object", "Fields", "A list of { name, label, kind, required, options }.", "json-editor"),
        new("outcomes", "Object", "Outcomes", "The outcomes a person chooses from; Done when empty.", "dynamic-outcomes"),
    ],
})
{
    private const string Done = "Done";

    private static readonly string[] KnownForms = [nameof(HumanTaskKind.StartContact), nameof(HumanTaskKind.SafetyCheck), nameof(HumanTaskKind.Closure)];

    public override IReadOnlyList<string>? PortsOf(ActivityNode node) => ConfiguredNames.In(node, "outcomes", Done) is { Count: 0 } ? [Done] : ConfiguredNames.In(node, "outcomes", Done);

    public override IEnumerable<string> UnreadableInputs(ActivityNode node) =>
        node.Inputs.TryGetValue("fields", out var fields) && fields.ExpressionType is "Literal" or "Object" && !CaseTaskField.CanRead(Written(fields.Value)) ? ["fields"] : [];

    protected override OpenHumanTask TaskFor(ActivityContext context, Bookmark bookmark)
    {
        var form = context.Input("form", "");
        var outcomes = context.Input<string[]>("outcomes", []);
        return base.TaskFor(context, bookmark) with
        {
            Kind = form.Length == 0 ? HumanTaskKind.CaseTask : Enum.Parse<HumanTaskKind>(form),
            Outcomes = outcomes.Length == 0 ? [Done] : outcomes,
            FormJson = Written(context.InputJson("fields")),
        };
    }

    /// <summary>The designer's editor keeps the list as text.</summary>
    private static string? Written(JsonNode? fields) => fields is JsonValue value && value.TryGetValue<string>(out var text) ? text : fields?.ToJsonString();
}
