using System.Globalization;
using Regulatief.Benchmarks;
using Regulatief.Cases.Persistence;

// dotnet run -c Release --project tests/Regulatief.Benchmarks [-- SIZE [PART]...]
// SIZE multiplies how often each is done; 1 takes some minutes on two cores.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var size = args.Length == 0 ? 1 : double.Parse(args[0], CultureInfo.InvariantCulture);
var report = new Report();
DatabaseProvider[] providers = [DatabaseProvider.Sqlite, DatabaseProvider.PostgreSql];
(string Part, Func<Task> Measure)[] parts =
[
    ("B1", () => EngineBenchmarks.AutomaticStepsAsync(report, (int)(5_000 * size))),
    .. providers.SelectMany<DatabaseProvider, (string, Func<Task>)>(provider =>
    [
        ("B2", () => TransitionBenchmarks.StartAndResumeAsync(report, provider, (int)(1_000 * size))),
        ("B7", () => TransitionBenchmarks.ManyCasesAsync(report, provider, (int)(100_000 * size), (int)(500 * size))),
        ("B4", () => TransitionBenchmarks.ForkAndJoinAsync(report, provider, (int)(100 * size))),
        ("B5", () => TimerBenchmarks.DrainAsync(report, provider, (int)(5_000 * size))),
        ("B5", () => TimerBenchmarks.DrainManyAsync(report, provider, (int)(100_000 * size))),
        ("B9", () => TransitionBenchmarks.OneCaseAsync(report, provider, (int)(2_000 * size))),
    ]),
    ("B3", () => TransitionBenchmarks.StartAndResumeAsync(report, DatabaseProvider.PostgreSql, (int)(2_000 * size), clients: 4)),
    ("B3", () => TransitionBenchmarks.StartAndResumeAsync(report, DatabaseProvider.PostgreSql, (int)(2_000 * size), clients: 8)),
    ("B6", () => TimerBenchmarks.ManyOpenAsync(report, (int)(1_000_000 * size))),
    .. providers.Select<DatabaseProvider, (string, Func<Task>)>(provider => ("B8", () => TransitionBenchmarks.AgeAsync(report, provider, (int)(500 * size)))),
    .. providers.Select<DatabaseProvider, (string, Func<Task>)>(provider => ("B11", () => AuditBenchmarks.ChainAsync(report, provider, (int)(1_000_000 * size)))),
    ("B10", () => DefinitionBenchmarks.ManyVersionsAsync(report, (int)(10_000 * size), (int)(100 * size))),
];
foreach (var (_, measure) in parts.Where(p => args.Length < 2 || args.Skip(1).Contains(p.Part))) await measure();

report.Write(Console.Out);
