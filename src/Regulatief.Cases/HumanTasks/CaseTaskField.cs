using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Regulatief.Cases.Cases;

namespace Regulatief.Cases.HumanTasks;

/// <summary>One question of a <see cref="HumanTaskKind.CaseTask"/>, as the designer wrote it.</summary>
/// <param name="Name">What the answer is kept by; <see cref="CaseTaskForm.OutcomeField"/> is taken.</param>
/// <param name="Options">For a choice; for a person the places in a case; empty for other kinds.</param>
public sealed record CaseTaskField(string Name, string Label, CaseTaskFieldKind Kind, bool Required, IReadOnlyList<string> Options)
{
    private const int MaxLength = 4000;

    /// <summary>Whether every field of the list can be asked and answered: it has a name of its own, a known kind, and options when it is a choice.</summary>
    public static bool CanRead(string? json)
    {
        if (string.IsNullOrWhiteSpace(json)) return true;
        try
        {
            if (JsonNode.Parse(json) is not JsonArray fields || fields.Any(f => f is not JsonObject)) return false;
            return Read(json) is var read && read.Count == fields.Count && fields.All(HasKnownKind) && read.All(f => f.Kind != CaseTaskFieldKind.Choice || f.Options.Count > 0);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads the designer's list. A field without a name cannot be answered and is left out; an unknown kind is asked as text.</summary>
    public static IReadOnlyList<CaseTaskField> Read(string? json) =>
        string.IsNullOrWhiteSpace(json) || JsonNode.Parse(json) is not JsonArray fields
            ? []
            : [.. fields.OfType<JsonObject>().Select(Read).Where(f => f.Name is not ("" or CaseTaskForm.OutcomeField)).DistinctBy(f => f.Name)];

    /// <summary>The answer as it is kept, or the code of what is wrong with it.</summary>
    public (JsonNode? Answer, string? Problem) Parse(string text) => Kind switch
    {
        CaseTaskFieldKind.Number => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? (number, null) : (null, "answer-not-a-number"),
        CaseTaskFieldKind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? (text, null) : (null, "answer-not-a-date"),
        CaseTaskFieldKind.YesNo => bool.TryParse(text, out var yes) ? (yes, null) : (null, "answer-not-yes-or-no"),
        CaseTaskFieldKind.Rating => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rating) && rating is >= 1 and <= 5
            ? (rating, null) : (null, "answer-not-a-rating"),
        CaseTaskFieldKind.Choice or CaseTaskFieldKind.Person => Options.Contains(text) ? (text, null) : (null, "answer-not-a-choice"),
        _ => text.Length <= MaxLength ? (text, null) : (null, "answer-too-long"),
    };

    private static bool HasKnownKind(JsonNode? field) => field!["kind"] is not { } kind || Enum.TryParse<CaseTaskFieldKind>(kind.ToString(), ignoreCase: true, out _);

    private static CaseTaskField Read(JsonObject field)
    {
        var name = field["name"]?.ToString() ?? "";
        if (!Enum.TryParse<CaseTaskFieldKind>(field["kind"]?.ToString(), ignoreCase: true, out var kind)) kind = CaseTaskFieldKind.Text;
        IReadOnlyList<string> options = kind == CaseTaskFieldKind.Person
            ? Enum.GetNames<CaseRole>()
            : [.. (field["options"] as JsonArray ?? []).Select(option => option?.ToString() ?? "")];
        return new CaseTaskField(name, field["label"]?.ToString() ?? name, kind, field["required"]?.ToString() == "true", options);
    }
}

public enum CaseTaskFieldKind
{
    Text,
    Multiline,
    Number,
    Date,
    Choice,
    YesNo,

    /// <summary>1 to 5.</summary>
    Rating,

    /// <summary>One of those involved, by their place in the case.</summary>
    Person,
}
