using System.Text.Json.Nodes;
using Regulatief.Web.ElsaApi.Definitions;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.Workflows;

/// <summary>
/// Brings two drawings that went their own ways back together, part by part: a step with its settings, a line, or what stands beside the drawing.
/// What only one of them changed is taken; what both changed is a conflict, and a person chooses. Where a step stands is no difference.
/// </summary>
internal sealed class DrawingMerge
{
    /// <summary>What a designer fills in beside the root.</summary>
    private static readonly string[] Parts = ["name", "description", "variables", "inputs", "outputs", "outcomes", "customProperties", "options"];

    private readonly JsonObject draft;
    private readonly Drawing? basis;
    private readonly Drawing mine;
    private readonly Drawing theirs;
    private readonly IReadOnlyDictionary<string, MergeSide> choices;

    /// <param name="basis">What both went on from; null when it is not kept any more, and then every difference is a conflict.</param>
    /// <param name="draft">As stored.</param>
    /// <param name="branch">What was kept apart.</param>
    /// <param name="choices">By the key of the part.</param>
    public DrawingMerge(JsonObject? basis, JsonObject draft, JsonObject branch, IReadOnlyDictionary<string, MergeSide> choices)
    {
        (this.draft, this.choices) = (draft, choices);
        (this.basis, mine, theirs) = (basis is null ? null : Drawing.Of(basis), Drawing.Of(draft), Drawing.Of(branch));
    }

    /// <summary>The parts that differ, each with the side that is taken; null where a choice is missing.</summary>
    public IReadOnlyList<MergedPart> Differences { get; private set; } = [];

    /// <summary>The drawing that comes of it; what needs a choice and has none stays as the draft has it.</summary>
    public JsonObject Merge()
    {
        var differences = new List<MergedPart>();
        var taken = new Dictionary<string, JsonObject?>();
        foreach (var key in mine.Parts.Keys.Union(theirs.Parts.Keys))
        {
            var (ours, others) = (mine.Parts.GetValueOrDefault(key), theirs.Parts.GetValueOrDefault(key));
            var side = MergeSide.Draft;
            if (!IsSame(ours, others))
            {
                var part = Judge(key, ours, others);
                differences.Add(part);
                side = part.Taken ?? MergeSide.Draft;
            }

            taken[key] = side == MergeSide.Draft ? ours : others;
        }

        Differences = differences;
        return Drawing.Build(draft, taken);
    }

    private MergedPart Judge(string key, JsonObject? ours, JsonObject? others)
    {
        var before = basis?.Parts.GetValueOrDefault(key);
        MergeSide? byItself = basis is null ? null : IsSame(before, ours) ? MergeSide.Branch : IsSame(before, others) ? MergeSide.Draft : null;
        return new MergedPart(key, Drawing.TitleOf(key, ours ?? others!, this), ours is not null, others is not null, byItself is null, byItself ?? (choices.TryGetValue(key, out var chosen) ? chosen : null),
            ours is not null && others is not null ? SettingsOf(before, ours, others) : [])
        { Line = Drawing.LineOf(key, ours ?? others!, this) };
    }

    private static List<MergedSetting> SettingsOf(JsonObject? before, JsonObject ours, JsonObject others)
    {
        // What the draft did not touch is there as it began.
        var touched = before is null ? [] : Drawing.SettingsOf(before, ours).DistinctBy(t => t.Name).ToDictionary(t => t.Name);
        return Drawing.SettingsOf(ours, others).ConvertAll(s => new MergedSetting(
            s.Name, before is null ? null : touched.TryGetValue(s.Name, out var change) ? change.Before : s.Before, s.Before, s.After));
    }

    private static bool IsSame(JsonObject? one, JsonObject? other) => JsonNode.DeepEquals(Meaning(one), Meaning(other));

    private static JsonObject? Meaning(JsonObject? part)
    {
        var meaning = DefinitionDocument.WithoutMeasures(part) as JsonObject;
        if (meaning?["content"] is JsonObject content && content["metadata"] is JsonObject metadata)
        {
            metadata.Remove("designer");
            if (metadata.Count == 0) content.Remove("metadata");
        }

        return meaning;
    }

    private string NameOf(string id) => (mine.Parts.GetValueOrDefault($"step:{id}") ?? theirs.Parts.GetValueOrDefault($"step:{id}"))?["content"] is JsonObject step ? StepDrawing.TitleOf(step) : id;

    /// <summary>A document as parts that can be taken one by one.</summary>
    private sealed record Drawing(Dictionary<string, JsonObject> Parts)
    {
        public static Drawing Of(JsonObject document)
        {
            var drawing = new Drawing([]);
            foreach (var name in DrawingMerge.Parts) drawing.Parts[$"part:{name}"] = new JsonObject { ["value"] = Filled(name, document[name]) };
            if (document["root"] is JsonObject root) drawing.AddStep(root, null, "root", isList: false);
            return drawing;
        }

        /// <summary>Puts the parts together again, each step in the composite and the order that it comes from.</summary>
        public static JsonObject Build(JsonObject draft, Dictionary<string, JsonObject?> taken)
        {
            var document = DefinitionDocument.Bare((JsonObject)draft.DeepClone());
            foreach (var name in DrawingMerge.Parts)
            {
                if (taken.GetValueOrDefault($"part:{name}")?["value"] is { } value) document[name] = value.DeepClone();
                else document.Remove(name);
            }

            var steps = taken.Where(t => t.Key.StartsWith("step:", StringComparison.Ordinal) && t.Value is not null).ToDictionary(t => t.Key[5..], t => (Part: t.Value!, Step: (JsonObject)t.Value!["content"]!.DeepClone()));
            foreach (var (part, step) in steps.Values)
            {
                var slot = part["slot"]!.GetValue<string>();
                if (part["parent"] is not { } parentId) document["root"] = step;
                else if (steps.TryGetValue(parentId.GetValue<string>(), out var parent))
                {
                    if (part["isList"]!.GetValue<bool>()) ((JsonArray)(parent.Step[slot] ??= new JsonArray())).Add((JsonNode)step);
                    else parent.Step[slot] = step;
                }
            }

            foreach (var (part, step) in steps.Values) Order(part, step);
            foreach (var (_, line) in taken.Where(t => t.Key.StartsWith("line:", StringComparison.Ordinal)))
            {
                if (line is null || !steps.TryGetValue(line["flowchart"]!.GetValue<string>(), out var flowchart)) continue;
                if (Ends(line).All(steps.ContainsKey)) ((JsonArray)(flowchart.Step["connections"] ??= new JsonArray())).Add(line["content"]!.DeepClone());
            }

            foreach (var (part, step) in steps.Values.Where(s => s.Part["hasLines"]!.GetValue<bool>())) step["connections"] ??= new JsonArray();
            return document;
        }

        public static string TitleOf(string key, JsonObject part, DrawingMerge merge)
        {
            var name = key[5..];
            if (key.StartsWith("step:", StringComparison.Ordinal)) return merge.NameOf(name);
            return LineOf(key, part, merge) is { } line ? $"{line.From} · {line.Outcome} → {line.To}" : name;
        }

        public static (string From, string Outcome, string To)? LineOf(string key, JsonObject part, DrawingMerge merge) => key.StartsWith("line:", StringComparison.Ordinal)
            ? (merge.NameOf(Ends(part)[0]), $"{part["content"]!["source"]?["port"] ?? "Done"}", merge.NameOf(Ends(part)[1]))
            : null;

        public static List<SettingChange> SettingsOf(JsonObject ours, JsonObject others) =>
            ours["content"] is JsonObject before && others["content"] is JsonObject after && before.ContainsKey("type") ? StepDrawing.SettingsOf(before, after)
            : ours.ContainsKey("value") ? [new SettingChange("", ours["value"]?.ToString(), others["value"]?.ToString())] : [];

        /// <summary>In a composite without lines the order is what the lines are elsewhere.</summary>
        private static void Order(JsonObject part, JsonObject step)
        {
            if (part["order"] is not JsonArray { Count: > 0 } order) return;
            var places = order.Index().DistinctBy(o => o.Item!.ToString()).ToDictionary(o => o.Item!.ToString(), o => o.Index);
            foreach (var name in step.Where(m => m.Value is JsonArray items && items.Count > 0 && items.All(StepDrawing.IsStep)).Select(m => m.Key).ToList())
            {
                var held = step[name]!.AsArray().ToList();
                step[name]!.AsArray().Clear();
                foreach (var item in held.OrderBy(i => places.GetValueOrDefault(i!["id"]!.ToString(), int.MaxValue))) step[name]!.AsArray().Add(item);
            }
        }

        private static string[] Ends(JsonObject line) => [$"{line["content"]!["source"]?["activity"]}", $"{line["content"]!["target"]?["activity"]}"];

        /// <summary>Studio fills in an empty list or object where there was none.</summary>
        private static JsonNode? Filled(string name, JsonNode? value)
        {
            var filled = DefinitionDocument.WithoutMeasures(value);
            if (name == "customProperties") (filled as JsonObject)?.Remove("regulatief:revision");
            return filled is JsonArray { Count: 0 } or JsonObject { Count: 0 } ? null : filled;
        }

        private void AddStep(JsonObject step, string? parent, string slot, bool isList)
        {
            var id = step["id"]!.ToString();
            var content = (JsonObject)step.DeepClone();
            Parts[$"step:{id}"] = new JsonObject { ["parent"] = parent, ["slot"] = slot, ["isList"] = isList, ["hasLines"] = step["connections"] is JsonArray, ["content"] = content };
            content.Remove("connections");
            var order = new JsonArray();
            if (step["connections"] is null) Parts[$"step:{id}"]["order"] = order;
            foreach (var (name, value) in step)
            {
                if (StepDrawing.IsStep(value))
                {
                    content.Remove(name);
                    AddStep((JsonObject)value!, id, name, isList: false);
                }
                else if (value is JsonArray items && items.Count > 0 && items.All(StepDrawing.IsStep))
                {
                    content.Remove(name);
                    foreach (var item in items)
                    {
                        order.Add((JsonNode?)item!["id"]!.ToString());
                        AddStep((JsonObject)item, id, name, isList: true);
                    }
                }
            }

            foreach (var connection in (step["connections"] as JsonArray ?? []).OfType<JsonObject>())
            {
                var line = new JsonObject { ["flowchart"] = id, ["content"] = connection.DeepClone() };
                Parts[$"line:{id}|{Ends(line)[0]}|{connection["source"]?["port"] ?? "Done"}|{Ends(line)[1]}"] = line;
            }
        }
    }
}

public enum MergeSide
{
    /// <summary>As the draft has it.</summary>
    Draft,

    /// <summary>As the drawing that was kept apart has it.</summary>
    Branch,
}

/// <summary>A part in which the two differ.</summary>
/// <param name="Key">What a choice names it by.</param>
/// <param name="IsConflict">Both changed it, or nobody knows any more who did.</param>
/// <param name="Taken">Null when a choice is missing.</param>
public sealed record MergedPart(string Key, string Title, bool IsInDraft, bool IsInBranch, bool IsConflict, MergeSide? Taken, IReadOnlyList<MergedSetting> Settings)
{
    /// <summary>The titles of what a line joins, and what it is drawn from; null when it is no line.</summary>
    public (string From, string Outcome, string To)? Line { get; init; }

    /// <summary>What the reader calls it: a step by its title, a line by what it joins, a part beside the drawing by its name.</summary>
    public string TitleIn(Texts texts) => Line is { } line
        ? $"{texts.TitleOf(line.From)} · {texts.OutcomeOf(line.Outcome)} → {texts.TitleOf(line.To)}"
        : texts.Find($"Workflows.Merge.Part.{Title}") ?? texts.TitleOf(Title);

    /// <summary>What taking a side does to the other drawing.</summary>
    public DrawingChange KindOf(MergeSide side) => (side == MergeSide.Draft ? (IsInDraft, IsInBranch) : (IsInBranch, IsInDraft)) switch
    {
        (true, false) => DrawingChange.Added,
        (false, _) => DrawingChange.Removed,
        _ => DrawingChange.Changed,
    };
}

/// <param name="Name">Empty when the part is one value.</param>
/// <param name="Began">As both began; null when it was not set, or nobody knows any more.</param>
public sealed record MergedSetting(string Name, string? Began, string? Draft, string? Branch)
{
    public string? On(MergeSide side) => side == MergeSide.Draft ? Draft : Branch;
}
