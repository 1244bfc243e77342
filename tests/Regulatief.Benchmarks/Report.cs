using System.Globalization;
using System.Runtime.InteropServices;

namespace Regulatief.Benchmarks;

/// <summary>What was measured, as the table of <c>docs/benchmarks.md</c>.</summary>
internal sealed class Report
{
    private readonly List<string[]> _rows = [];

    /// <param name="baseline">The same rows by raw SQL in the same run; null where there is nothing to compare with.</param>
    public void Add(string name, Measurement subject, Measurement? baseline, string note = "")
    {
        _rows.Add(
        [
            name, Number(subject.PerSecond), baseline is null ? "" : Number(baseline.PerSecond),
            baseline is null ? "" : $"{subject.PerSecond / baseline.PerSecond:P0}",
            .. Percentiles(subject),
            subject.StatementsEach is { } statements ? Number(statements / subject.Operations) : "", subject.BytesEach is { } bytes ? Number(bytes / subject.Operations / 1024) : "", note,
        ]);
        Console.Error.WriteLine(string.Join(" | ", _rows[^1]));
    }

    public void Write(TextWriter writer)
    {
        writer.WriteLine($"{Environment.ProcessorCount} cores, {RuntimeInformation.OSArchitecture}, {RuntimeInformation.FrameworkDescription}, "
            + $"working set {Environment.WorkingSet / (1024 * 1024)} MB at the end.");
        writer.WriteLine();
        string[] head = ["what", "a second", "raw SQL a second", "ratio", "p50 ms", "p95 ms", "p99 ms", "statements", "kB written", "note"];
        writer.WriteLine($"| {string.Join(" | ", head)} |");
        writer.WriteLine($"|{string.Concat(head.Select(_ => " --- |"))}");
        foreach (var row in _rows) writer.WriteLine($"| {string.Join(" | ", row)} |");
    }

    private static string[] Percentiles(Measurement subject) =>
        subject.Operations == 1 ? [Number(subject.Percentile(50)), Number(subject.Percentile(95)), Number(subject.Percentile(99))] : ["", "", ""];

    private static string Number(double value) => value.ToString(value >= 100 ? "N0" : value >= 1 ? "N1" : "N2", CultureInfo.InvariantCulture);
}
