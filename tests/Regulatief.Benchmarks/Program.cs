using System.Globalization;
using Regulatief.Benchmarks;

// dotnet run -c Release --project tests/Regulatief.Benchmarks [-- SIZE [PART]...]
// SIZE multiplies how often each is done; 1 takes a few minutes on two cores.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var size = args.Length == 0 ? 1 : double.Parse(args[0], CultureInfo.InvariantCulture);
var report = new Report();
(string Part, Func<Task> Measure)[] parts =
[
    ("B1", () => EngineBenchmarks.AutomaticStepsAsync(report, (int)(5_000 * size))),
    ("B2", () => TransitionBenchmarks.StartAndResumeAsync(report, (int)(300 * size))),
    ("B4", () => TransitionBenchmarks.ForkAndJoinAsync(report, (int)(100 * size))),
    ("B5", () => TimerBenchmarks.DrainAsync(report, (int)(2_000 * size))),
    ("B6", () => TimerBenchmarks.ManyOpenAsync(report, (int)(200_000 * size))),
    ("B8", () => TransitionBenchmarks.AgeAsync(report, (int)(500 * size))),
];
foreach (var (_, measure) in parts.Where(p => args.Length < 2 || args[1..].Contains(p.Part))) await measure();

report.Write(Console.Out);
