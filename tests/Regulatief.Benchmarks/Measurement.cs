using System.Diagnostics;

namespace Regulatief.Benchmarks;

/// <summary>How long each of many operations took, one after the other.</summary>
internal sealed class Measurement
{
    private readonly List<double> _milliseconds = [];

    /// <summary>All of them as one.</summary>
    public static Measurement Of(IEnumerable<Measurement> several, int senders)
    {
        var all = new Measurement { Senders = senders };
        foreach (var measurement in several) all._milliseconds.AddRange(measurement._milliseconds);
        return all;
    }

    /// <summary>How many were done in each: more than one where they cannot be told apart.</summary>
    public int Operations { get; set; } = 1;

    /// <summary>How many were at it beside each other, each waiting for its own answer.</summary>
    public int Senders { get; init; } = 1;

    public double PerSecond => _milliseconds.Count * Operations * Senders / (_milliseconds.Sum() / 1000);

    public double? StatementsEach { get; set; }

    public double? BytesEach { get; set; }

    public IReadOnlyList<double> Milliseconds => _milliseconds;

    public double Percentile(double percent)
    {
        var sorted = _milliseconds.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(percent / 100 * sorted.Count) - 1)];
    }

    /// <summary>All that was timed as one, in which so many were done.</summary>
    public Measurement AsOne(int operations)
    {
        var one = new Measurement { Operations = operations };
        one._milliseconds.Add(_milliseconds.Sum());
        return one;
    }

    public async Task TimeAsync(Func<Task> operation)
    {
        var start = Stopwatch.GetTimestamp();
        await operation();
        _milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    public void Time(Action operation)
    {
        var start = Stopwatch.GetTimestamp();
        operation();
        _milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }
}
