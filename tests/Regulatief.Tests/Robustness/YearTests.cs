using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using Regulatief.Cases.Persistence;
using Regulatief.Tests.Testing;
using static Regulatief.Tests.Robustness.YearCalendar;

namespace Regulatief.Tests.Robustness;

/// <summary>
/// A year of an organisation, from a Monday in November over a leap day and both changes of the clock: who is told what at which hour, and by mail, as an oracle says that
/// knows the rules and what was done. On the way the program is stopped hard, Hangfire's tables are emptied, and the clock is set back an hour.
/// </summary>
public abstract partial class YearContract(TestDatabase database) : IAsyncLifetime
{
    private const int Days = 368;
    private const int DayOfTheStop = 150;
    private const int DayOfTheClock = 200;
    private const int MostLines = 25;

    private static readonly DateOnly First = new(2027, 11, 22);

    private readonly Mailbox _mailbox = new();
    private readonly List<PostedHost> _hosts = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var host in Enumerable.Reverse(_hosts)) await host.DisposeAsync();
        _mailbox.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <param name="cases">How many begin in the first eight months of it.</param>
    protected async Task LiveAsync(int cases)
    {
        if (database.Missing is { } reason) throw Promised.Missing(database.Provider.ToString().ToLowerInvariant(), reason);
        var seed = FaultLength.Seed($"{database.Provider}, a year of {cases} cases");
        var year = await YearOfCases.InAsync(await StartAsync(database, At(First, 7)), _mailbox, seed, cases, days: 240);
        foreach (var (number, day) in Enumerable.Range(0, Days).Select(n => (n, First.AddDays(n))))
        {
            foreach (var (at, keepsHouse, acts) in HoursOf(day, new Random(seed + number)))
            {
                year.Host.Clock.AdjustTime(at);
                await year.PassAsync(keepsHouse, acts, isKilled: number == DayOfTheStop && TimeOf(at).Hour == 8, () => StartAnewAsync(year));
            }

            if (number == DayOfTheClock) await SetBackAnHourAsync(year);
            var differences = await year.DifferencesAsync();
            if (differences.Count > 0) Assert.Fail(Story(year, seed, day, differences));
        }

        NamedIn(year).ShouldBeEmpty();
        _hosts.SelectMany(host => host.Log.Lines).Where(line => !line.StartsWith("Warning", StringComparison.Ordinal)).ShouldBeEmpty();
        (await Invariants.BrokenInAsync(year.Host, year.Host.Clock.GetUtcNow())).ShouldBeEmpty();
        FaultLength.Say($"{database.Provider}: {cases} cases, {year.Commands} commands, {year.Notices} notices and {year.Mails.Count} mails, each as expected");
    }

    /// <summary>Each hour at length; else when something can be due, and twice a day on which people work. In the nights on which the clock changes each half hour.</summary>
    private static IEnumerable<(DateTimeOffset At, bool KeepsHouse, bool Acts)> HoursOf(DateOnly day, Random random)
    {
        if (day == First) yield break; // the day on which all is made
        SortedDictionary<DateTimeOffset, (bool KeepsHouse, bool Acts)> hours = new() { [At(day, 0)] = (true, false), [At(day, 8)] = (FaultLength.IsFull, false), [At(day, 10)] = (FaultLength.IsFull, true), [At(day, 16)] = (FaultLength.IsFull, true) };
        if (random.Next(20) == 0) hours[At(day, 23, 30)] = (false, true);
        if (FaultLength.IsFull)
            for (var hour = At(day, 0); hour < EndOf(day); hour = hour.AddHours(1)) hours.TryAdd(hour, (true, false));
        if (EndOf(day) - At(day, 0) != TimeSpan.FromDays(1))
            for (var half = At(day, 0); half < At(day, 4); half = half.AddMinutes(30)) hours[half] = (hours.GetValueOrDefault(half).KeepsHouse, true);
        foreach (var (at, (keepsHouse, acts)) in hours) yield return (at, keepsHouse, acts);
    }

    private async Task<PostedHost> StartAsync(TestDatabase on, DateTimeOffset at)
    {
        var host = new PostedHost(on, _mailbox.Port);
        _hosts.Add(host);
        host.Clock.AdjustTime(at);
        await host.InitializeAsync();
        return host;
    }

    /// <summary>Nothing of the program that was stopped is told to the new one, and no job.</summary>
    private async Task StartAnewAsync(YearOfCases year)
    {
        var at = year.Host.Clock.GetUtcNow();
        if (database.Provider == DatabaseProvider.PostgreSql) await year.Host.ReadAsync(EmptyJobsAsync);
        year.Host = await StartAsync(database.Shared(), at);
    }

    private static async Task<int> EmptyJobsAsync(RegulatiefDbContext db)
    {
        var tables = await db.Database.SqlQueryRaw<string>("SELECT tablename AS \"Value\" FROM pg_tables WHERE schemaname = 'hangfire' AND tablename <> 'schema'").ToListAsync(Cancel);
        if (tables.Count == 0) return 0;
#pragma warning disable EF1002 // Names that the database itself gave.
        return await db.Database.ExecuteSqlRawAsync($"TRUNCATE {string.Join(", ", tables.Select(table => $"hangfire.\"{table}\""))} CASCADE", Cancel);
#pragma warning restore EF1002
    }

    private static async Task SetBackAnHourAsync(YearOfCases year)
    {
        var at = year.Host.Clock.GetUtcNow();
        year.Host.Clock.AdjustTime(at.AddHours(-1));
        await year.PassAsync(keepsHouse: true, acts: true);
        year.Host.Clock.AdjustTime(at);
        await year.PassAsync(keepsHouse: true, acts: false);
    }

    /// <summary>The mails in which a client's or a volunteer's name stands, in whatever part, as it was sent or decoded.</summary>
    private static List<string> NamedIn(YearOfCases year)
    {
        var names = new Regex(string.Join('|', year.Names), RegexOptions.IgnoreCase);
        return [.. year.Mails.Where(m => names.IsMatch(m.Mail.ToString()) || names.IsMatch(m.Mail.Subject!) || m.Mail.BodyParts.OfType<TextPart>().Any(part => names.IsMatch(part.Text))).Select(m => m.Mail.Subject!)];
    }

    private static string Story(YearOfCases year, int seed, DateOnly day, IReadOnlyList<string> differences)
    {
        var cases = differences.Select(line => CaseNumber().Match(line)).Where(match => match.Success).Select(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).Distinct().Take(2);
        return $"Seed {seed}, {day:O}:\n{string.Join('\n', differences.Take(MostLines))}\n\n{string.Join("\n\n", cases.Select(number => $"Case {number}:\n{year.HistoryOf(number)}"))}";
    }

    [GeneratedRegex(@"case (\d+)")]
    private static partial Regex CaseNumber();
}

public sealed class YearTests() : YearContract(new SqliteDatabase())
{
    [Fact]
    public Task Year_OfCases_TellsEachWhatTheRulesSayAtTheHourThatTheySay() => LiveAsync(FaultLength.Of(25, 500));
}

public sealed class PostgreSqlYearTests() : YearContract(new PostgreSqlDatabase())
{
    [Fact]
    public Task Year_OfCases_TellsEachWhatTheRulesSayAtTheHourThatTheySay()
    {
        Assert.SkipUnless(FaultLength.IsFull, "At length only.");
        return LiveAsync(500);
    }
}
