using System.Collections.Concurrent;
using System.Diagnostics;

namespace Regulatief.Benchmarks;

/// <summary>How long each of many operations took.</summary>
internal sealed class Measurement
{
    private readonly List<double> _milliseconds = [];

    /// <summary>Clients beside each other, each of which begins the next operation when its own is answered.</summary>
    /// <param name="perform">Is told which client it is, from 0.</param>
    public static async Task<Measurement> OfClientsAsync<T>(int clients, IEnumerable<T> operations, Func<int, T, Task> perform)
    {
        var waiting = new ConcurrentQueue<T>(operations);
        var each = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            var own = new Measurement();
            while (waiting.TryDequeue(out var operation)) await own.TimeAsync(() => perform(client, operation));
            return own;
        })));

        var all = new Measurement { Senders = clients };
        foreach (var own in each) all._milliseconds.AddRange(own._milliseconds);
        return all;
    }

    /// <summary>How many were done in each: more than one where they cannot be told apart.</summary>
    public int Operations { get; set; } = 1;

    /// <summary>How many were at it beside each other, each waiting for its own answer.</summary>
    public int Senders { get; init; } = 1;

    /// <summary>Of all clients together.</summary>
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
