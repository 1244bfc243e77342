using System.Globalization;
using Regulatief.Benchmarks;

// dotnet run -c Release --project tests/Regulatief.Benchmarks [-- SIZE]
// SIZE multiplies how often each is done; 1 takes a few minutes on two cores.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var size = args.Length == 0 ? 1 : double.Parse(args[0], CultureInfo.InvariantCulture);
var report = new Report();

await TransitionBenchmarks.StartAndResumeAsync(report, (int)(300 * size));
await TransitionBenchmarks.ForkAndJoinAsync(report, (int)(100 * size));
await TransitionBenchmarks.AgeAsync(report, (int)(500 * size));
await TimerBenchmarks.DrainAsync(report, (int)(2_000 * size));
await TimerBenchmarks.ManyOpenAsync(report, (int)(200_000 * size));
EngineBenchmarks.AutomaticSteps(report, (int)(5_000 * size));

report.Write(Console.Out);
