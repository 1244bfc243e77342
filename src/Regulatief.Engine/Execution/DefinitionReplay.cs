using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Regulatief.Engine.Format;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Execution;

/// <summary>Runs definitions whose behaviour under Elsa 3 was recorded, and compares step by step.</summary>
/// <remarks>
/// A recording is one JSON object: <c>definition</c>; <c>resume</c>, activity ids of which again and again the first that waits is resumed;
/// <c>steps</c>, each with <c>lines</c>, <c>waiting</c> and <c>subStatus</c>.
/// </remarks>
public static class DefinitionReplay
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-23T10:00:00Z", CultureInfo.InvariantCulture);

    /// <summary>Replays one recording, a line of a JSONL file.</summary>
    public static ReplayResult Replay(string recording, IActivityCatalog catalog)
    {
        var recorded = ReadRecording(recording);
        if (recorded is not { Definition: { } source, Steps: { } steps } || steps.Any(s => s is not { Lines: not null, Waiting: not null }))
        {
            return new ReplayResult(recorded?.Id ?? "?", "is no recording: it lacks a definition, or steps with lines and waiting");
        }

        var reading = DefinitionReader.Read(source.ToJsonString(), catalog);
        if (reading.Definition is not { } definition)
        {
            return new ReplayResult(recorded.Id, $"cannot be read: {string.Join("; ", reading.Problems.Select(p => $"{p.Path}: {p.Message}"))}");
        }

        var trial = new TrialRun(definition, catalog, Now);
        for (var i = 0; i < steps.Count; i++)
        {
            var next = i == 0 ? null : recorded.Resume?.FirstOrDefault(id => trial.Instance.Bookmarks.Any(b => b.ActivityId == id));
            if (i > 0 && (next is null || !trial.TryResume(next)))
            {
                return new ReplayResult(recorded.Id, $"step {i}: nothing to resume, expected to resume '{steps[i].Resumed}'");
            }

            if (FirstDifference(steps[i], trial.Steps[i]) is { } difference)
            {
                return new ReplayResult(recorded.Id, $"step {i}: {difference}");
            }
        }

        return new ReplayResult(recorded.Id, null);
    }

    /// <summary>Replays a whole file, and writes the first difference of each case that differs and then the sums.</summary>
    /// <returns>Whether all were the same.</returns>
    public static bool ReplayAll(IEnumerable<string> recordings, IActivityCatalog catalog, TextWriter output)
    {
        var (same, different) = (0, 0);
        foreach (var result in recordings.Where(r => !string.IsNullOrWhiteSpace(r)).Select(r => Replay(r, catalog)))
        {
            same += result.IsSame ? 1 : 0;
            different += result.IsSame ? 0 : 1;
            if (!result.IsSame)
            {
                output.WriteLine($"{result.Id}: {result.Difference}");
            }
        }

        output.WriteLine($"{same} same, {different} different");
        return different == 0;
    }

    private static Recording? ReadRecording(string recording)
    {
        try
        {
            return JsonSerializer.Deserialize<Recording>(recording, Options);
        }
        catch (JsonException e)
        {
            return new Recording($"a line that is not JSON ({e.Message})", null, [], null);
        }
    }

    private static string? FirstDifference(RecordedStep expected, TrialStep actual) =>
        expected.Resumed != actual.Resumed ? $"resumed '{actual.Resumed}', expected '{expected.Resumed}'"
        : !expected.Lines.SequenceEqual(actual.Lines) ? $"lines [{string.Join(", ", actual.Lines)}], expected [{string.Join(", ", expected.Lines)}]"
        : !expected.Waiting.SequenceEqual(actual.Waiting)
            ? $"waiting [{string.Join(", ", actual.Waiting)}], expected [{string.Join(", ", expected.Waiting)}]"
        : expected.SubStatus != actual.SubStatus.ToString() ? $"sub-status {actual.SubStatus}, expected {expected.SubStatus}"
        : null;

    private sealed record Recording(string Id, JsonObject? Definition, IReadOnlyList<string>? Resume, IReadOnlyList<RecordedStep>? Steps);

    private sealed record RecordedStep(string? Resumed, IReadOnlyList<string> Lines, IReadOnlyList<string> Waiting, string SubStatus);
}

/// <summary>How one recording compares.</summary>
/// <param name="Difference">The first one, with both values; null when there is none.</param>
public sealed record ReplayResult(string Id, string? Difference)
{
    /// <summary>Whether every step gave what was recorded.</summary>
    public bool IsSame => Difference is null;
}
