using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Engine.Instances;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.HumanTasks;

namespace Regulatief.Benchmarks;

/// <summary>Durable transitions through the whole pipeline: validation, access, transaction, engine, rows, audit.</summary>
internal static class TransitionBenchmarks
{
    /// <summary>So many that all of it is compiled as well as it gets: a start takes 3.4 ms until the thousandth and 1.5 after the two thousandth.</summary>
    private const int WarmUp = 3000;

    public static async Task StartAndResumeAsync(Report report, DatabaseProvider provider, int count, int clients = 1)
    {
        var beside = clients == 1 ? $"{provider}" : $"{clients} clients, {provider}";
        await using var host = await BenchmarkHost.StartAsync(provider);
        var officer = await A.ProbationOfficer().InAsync(host);
        var project = await A.Project().InAsync(host);
        for (var i = 0; i < WarmUp; i++) await host.StartCaseAsync(officer, project);

        var (started, startedRaw) = await host.CompareAsync([.. Enumerable.Repeat<Func<Task>>(() => host.StartCaseAsync(officer, project), count)], clients);
        report.Add($"B2 start a case and its cycle, {beside}", started, startedRaw);

        await using var second = await BenchmarkHost.StartAsync(provider);
        officer = await A.ProbationOfficer().InAsync(second);
        project = await A.Project().InAsync(second);
        for (var i = 0; i < WarmUp + count; i++) await second.StartCaseAsync(officer, project);
        var tasks = await second.ReadAsync(db => db.HumanTasks.OrderBy(t => t.OpenedAt).Select(t => t.Id).ToListAsync());
        foreach (var task in tasks.Take(WarmUp)) await CompleteAsync(second, officer, task);
        var (resumed, resumedRaw) = await second.CompareAsync([.. tasks.Skip(WarmUp).Select<HumanTaskId, Func<Task>>(task => () => CompleteAsync(second, officer, task))], clients);
        report.Add($"B2 complete a task that resumes it, {beside}", resumed, resumedRaw);
    }

    /// <summary>Ten waits beside each other; what is timed is each of the ten answers, the last of which joins.</summary>
    public static async Task ForkAndJoinAsync(Report report, DatabaseProvider provider, int count)
    {
        await using var host = await BenchmarkHost.StartAsync(provider);
        var cases = new List<CaseUnderTest>();
        for (var i = 0; i < count + (WarmUp / 10); i++) cases.Add(await A.Case().Running("tien-taken").WithoutClientAccount().InAsync(host));
        var operations = new List<Func<Task>>();
        foreach (var @case in cases)
            foreach (var task in await host.ReadAsync(db => db.HumanTasks.Where(t => t.CaseId == @case.Id).Select(t => t.Id).ToListAsync()))
                operations.Add(() => host.As(@case.Officer).SendAsync(new CompleteHumanTaskCommand(task, "Done", []), Guid.NewGuid().ToString()));

        foreach (var operation in operations.Take(WarmUp)) await operation();
        var (subject, baseline) = await host.CompareAsync(operations[WarmUp..]);
        report.Add($"B4 one of ten waits, then the join, {provider}", subject, baseline);
    }

    /// <summary>One case that goes round and round: does a step cost more when five hundred came before it?</summary>
    public static async Task AgeAsync(Report report, DatabaseProvider provider, int count)
    {
        await using var host = await BenchmarkHost.StartAsync(provider);
        var earlier = await A.Case().Running("taak-steeds-weer").WithoutClientAccount().InAsync(host);
        for (var i = 0; i < WarmUp; i++) await NextAsync(earlier);

        var @case = await A.Case().Running("taak-steeds-weer").WithoutClientAccount().InAsync(host);
        var (subject, baseline) = await host.CompareAsync([.. Enumerable.Repeat<Func<Task>>(() => NextAsync(@case), count)]);
        var tenth = Math.Max(1, count / 10);
        var growth = subject.Milliseconds.TakeLast(tenth).Average() / subject.Milliseconds.Take(tenth).Average();
        report.Add($"B8 a case of {count} events, {provider}", subject, baseline, $"the last tenth costs {growth:F2} times the first");

        async Task NextAsync(CaseUnderTest of)
        {
            var task = await host.ReadAsync(db => db.HumanTasks.Where(t => t.CaseId == of.Id && t.Status == HumanTaskStatus.Open).Select(t => t.Id).SingleAsync());
            await host.As(of.Officer).SendAsync(new CompleteHumanTaskCommand(task, "Done", []), Guid.NewGuid().ToString());
        }
    }

    /// <summary>Events for one case from eight senders at once, as fast as they are answered: the case makes them wait for each other.</summary>
    public static async Task OneCaseAsync(Report report, DatabaseProvider provider, int count)
    {
        await using var host = await BenchmarkHost.StartAsync(provider);
        var @case = await A.Case().Running("gebeurtenis-steeds-weer").WithoutClientAccount().InAsync(host);
        Task PublishAsync() => host.SendAsync(Actor.System, new PublishCommand(@case.Id, "tik"), Guid.NewGuid().ToString());
        for (var i = 0; i < WarmUp; i++) await PublishAsync();

        var start = Stopwatch.GetTimestamp();
        var published = await Measurement.OfClientsAsync(8, Enumerable.Range(0, count), (_, _) => PublishAsync());
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var taken = await host.ReadAsync(db => db.Journal.CountAsync(e => e.Event == JournalEvent.Completed)) - WarmUp;
        report.Add($"B9 events for one case from eight senders, {provider}", published, null, $"{taken:N0} taken in {seconds:F1} s");
    }

    /// <summary>Do a start and a step cost more beside many cases?</summary>
    public static async Task ManyCasesAsync(Report report, DatabaseProvider provider, int count, int times)
    {
        var (alone, aloneDone) = await BesideAsync(provider, 0, times);
        var (started, done) = await BesideAsync(provider, count, times);
        report.Add($"B2 start a case beside {count:N0}, {provider}", started, null, $"p50 without them {alone.Percentile(50):F1} ms");
        report.Add($"B2 complete a task beside {count:N0}, {provider}", done, null, $"p50 without them {aloneDone.Percentile(50):F1} ms");
    }

    private static async Task<(Measurement Started, Measurement Done)> BesideAsync(DatabaseProvider provider, int others, int times)
    {
        await using var host = await BenchmarkHost.StartAsync(provider);
        var officer = await A.ProbationOfficer().InAsync(host);
        var project = await A.Project().InAsync(host);
        await host.StartCaseAsync(officer, project);
        await CaseCopies.MakeAsync(host, others);

        var (started, done) = (new Measurement(), new Measurement());
        for (var i = 0; i < WarmUp; i++) await host.StartCaseAsync(officer, project);
        for (var i = 0; i < times; i++) await started.TimeAsync(() => host.StartCaseAsync(officer, project));
        var tasks = await host.ReadAsync(db => db.HumanTasks.OrderByDescending(t => t.Id).Take(WarmUp + times).Select(t => t.Id).ToListAsync());
        foreach (var task in tasks.Take(WarmUp)) await CompleteAsync(host, officer, task);
        foreach (var task in tasks.Skip(WarmUp)) await done.TimeAsync(() => CompleteAsync(host, officer, task));
        return (started, done);
    }

    private static Task<CompleteHumanTaskResult> CompleteAsync(BenchmarkHost host, Account officer, HumanTaskId task) =>
        host.As(officer).SendAsync(new CompleteHumanTaskCommand(task, null, TaskForm.Write(Answers.Intake)), Guid.NewGuid().ToString());
}
