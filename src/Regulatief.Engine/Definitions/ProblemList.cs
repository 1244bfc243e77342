using System.Text.Json.Nodes;

namespace Regulatief.Engine.Definitions;

/// <summary>Collects problems in the order they are found.</summary>
/// <param name="document">The definition's source, where the titles stand of what the problems name.</param>
internal sealed class ProblemList(JsonNode? document)
{
    private readonly List<DefinitionProblem> problems = [];
    private Dictionary<string, string>? titles;

    public IReadOnlyList<DefinitionProblem> All => problems;

    public bool HasErrors => problems.Exists(p => p.Severity == ProblemSeverity.Error);

    public void AddRange(IEnumerable<DefinitionProblem> found) => problems.AddRange(found);

    public void Error(string code, string path, FormattableString message, string? activityId = null) =>
        Add(code, path, message, ProblemSeverity.Error, activityId);

    public void Warning(string code, string path, FormattableString message, string? activityId = null) =>
        Add(code, path, message, ProblemSeverity.Warning, activityId);

    private void Add(string code, string path, FormattableString message, ProblemSeverity severity, string? activityId) =>
        problems.Add(new DefinitionProblem(code, path, FormattableString.Invariant(message), severity, activityId)
        {
            Arguments = [.. message.GetArguments().Select(Titled)],
            ActivityTitle = activityId is null ? null : TitleOf(activityId),
        });

    private object? Titled(object? argument) => argument switch
    {
        NamedActivity activity => activity with { Title = TitleOf(activity.Id) },
        NamedActivities several => new NamedActivities([.. several.Items.Select(a => a with { Title = TitleOf(a.Id) })]),
        _ => argument,
    };

    private string TitleOf(string id)
    {
        if (titles is null)
        {
            titles = [];
            Collect(document);
        }

        return titles.GetValueOrDefault(id, id);
    }

    private void Collect(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            if (members.Text("id") is { Length: > 0 } id && members["type"] is JsonValue)
            {
                titles!.TryAdd(id, ((members["metadata"] as JsonObject)?.Text("displayText"), members.Text("name")) switch
                {
                    ({ Length: > 0 } shown, _) => shown,
                    (_, { Length: > 0 } name) => name,
                    _ => id,
                });
            }

            foreach (var (_, member) in members)
            {
                Collect(member);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                Collect(item);
            }
        }
    }
}
