using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.HumanTasks;
using Regulatief.Tests.Testing;
using Regulatief.Web.Hosting;

namespace Regulatief.Tests.Robustness;

/// <summary>kill -9 while a task is being completed, from before the request is read to after it is answered.</summary>
public sealed class KillTests(KillTests.Host host) : IClassFixture<KillTests.Host>
{
    private const int Rounds = 20;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_WhileATaskIsCompleted_LeavesItOpenOrDoneAndTheCaseGoesOn()
    {
        var cases = new List<CaseUnderTest>();
        for (var i = 0; i <= Rounds; i++) cases.Add(await A.Case().InAsync(host));
        await using (var whole = await StartAsync()) await CompleteAsync(whole, cases[0]);
        var outcomes = new List<string>();

        for (var round = 1; round <= Rounds; round++)
        {
            var @case = cases[round];
            await using var killed = await StartAsync();
            await LogInAsync(killed, @case);
            // A first request costs far more than the next: half of the kills hit it, the other half a program that is warm.
            if (round % 2 == 0) await killed.Http.GetAsync(new Uri($"/api/v1/tasks/{(await TaskOf(@case)).Id}", UriKind.Relative), Cancel);
            var completing = CompleteAsync(killed, @case, logIn: false);
            await Task.Delay(TimeSpan.FromMilliseconds(_duration.TotalMilliseconds * round / Rounds), Cancel);
            killed.Kill();
            var answered = await completing.ContinueWith(t => t.IsCompletedSuccessfully, Cancel, TaskContinuationOptions.None, TaskScheduler.Default);

            var done = await ShouldBeOpenOrDoneAsync(@case);
            if (answered) done.ShouldBeTrue($"round {round}: what was answered must be kept");
            outcomes.Add(done ? "done" : "open");
        }

        await using var after = await StartAsync();
        foreach (var @case in cases[1..])
        {
            await CompleteAsync(after, @case);
            (await ShouldBeOpenOrDoneAsync(@case)).ShouldBeTrue();
        }

        TestContext.Current.SendDiagnosticMessage("Killed {0} times; the task was then: {1}", Rounds, string.Join(", ", outcomes));
    }

    private TimeSpan _duration;

    private Task<ProgramUnderTest> StartAsync() => ProgramUnderTest.StartAsync(host.Database.ConnectionString, host.Folder.FullName, Cancel);

    /// <summary>Open: with its bookmark, and nothing of the answers. Done: with all that follows, once.</summary>
    private async Task<bool> ShouldBeOpenOrDoneAsync(CaseUnderTest @case)
    {
        var (tasks, intakes, bookmarks) = await host.ReadAsync(async db => (
            await db.HumanTasks.AsNoTracking().Where(t => t.CaseId == @case.Id).ToListAsync(Cancel),
            await db.Intakes.CountAsync(i => i.CaseId == @case.Id, Cancel),
            await db.Bookmarks.Where(b => db.Instances.Any(i => i.Id == b.InstanceId && i.CaseId == @case.Id)).Select(b => b.Id).ToListAsync(Cancel)));
        var open = tasks.Where(t => t.IsOpen).ShouldHaveSingleItem();
        bookmarks.ShouldBe([open.BookmarkId!.Value]);
        var done = open.Kind != HumanTaskKind.Intake;
        tasks.Count.ShouldBe(done ? 2 : 1);
        intakes.ShouldBe(done ? 1 : 0);
        return done;
    }

    /// <summary>Completes the intake; with the case's own key, so that asking again is harmless.</summary>
    private async Task CompleteAsync(ProgramUnderTest program, CaseUnderTest @case, bool logIn = true)
    {
        if (logIn) await LogInAsync(program, @case);
        var started = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/tasks/{(await TaskOf(@case)).Id}/complete")
        {
            Content = JsonContent.Create(new { data = TaskForm.Write(Answers.Intake) }),
            Headers = { { RequestKey.Header, $"intake-{@case.Number}" } },
        };
        using var answer = await program.Http.SendAsync(request, Cancel);
        answer.EnsureSuccessStatusCode();
        if (_duration == default) _duration = Stopwatch.GetElapsedTime(started);
    }

    private Task<HumanTask> TaskOf(CaseUnderTest @case) =>
        host.ReadAsync(db => db.HumanTasks.AsNoTracking().SingleAsync(t => t.CaseId == @case.Id && t.Kind == HumanTaskKind.Intake, Cancel));

    private static async Task LogInAsync(ProgramUnderTest program, CaseUnderTest @case)
    {
        var answer = await program.Http.PostAsync("/api/v1/auth/token", new { userName = @case.Officer.UserName, password = A.Password });
        answer.EnsureSuccessStatusCode();
        program.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string?)(await answer.JsonAsync())["accessToken"]);
    }

    /// <summary>Makes the cases and looks at what is stored; the requests go to the process.</summary>
    public sealed class Host() : RegulatiefHost(new SqliteDatabase())
    {
        public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("regulatief-killed-");

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Folder.Delete(recursive: true);
            GC.SuppressFinalize(this);
        }
    }
}
