using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Regulatief.Tests.Testing;
using Regulatief.Web.Hosting;

namespace Regulatief.Tests.Hosting;

public sealed class TurnsTests : IDisposable
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _clock = new(RegulatiefHost.Morning);
    private readonly CancellationTokenSource _host = new();
    private readonly Channel<string> _told = Channel.CreateUnbounded<string>();

    private readonly Turns _turns;

    public TurnsTests() => _turns = new Turns(_clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Turns_AreTakenOneAfterTheOther()
    {
        var loop = TakeTurnsAsync(() => null);
        _told.Reader.TryRead(out _).ShouldBeFalse("the first is one turn from now");

        (await NextTurnAsync()).ShouldBe("worked");
        (await NextTurnAsync()).ShouldBe("worked");

        await StopAsync(loop);
    }

    [Fact]
    public async Task Turns_FirstNow_DoNotWaitForIt()
    {
        var loop = TakeTurnsAsync(() => null, isFirstNow: true);

        (await _told.Reader.ReadAsync(Cancel)).ShouldBe("worked");
        (await NextTurnAsync()).ShouldBe("worked");

        await StopAsync(loop);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_ThatFailsOrHasNoAnswerInTime_IsToldAndTheNextTriesAgain(bool isCancelled)
    {
        Exception failure = isCancelled ? new TaskCanceledException("no answer in time") : new IOException("away");
        var failures = new Queue<Exception>([failure]);
        var loop = TakeTurnsAsync(() => failures.TryDequeue(out var next) ? next : null);

        (await NextTurnAsync()).ShouldBe(failure.Message);
        (await NextTurnAsync()).ShouldBe("worked");

        await StopAsync(loop);
    }

    [Fact]
    public async Task Turn_WhileTheHostStops_IsNoFailure()
    {
        var loop = TakeTurnsAsync(() =>
        {
            _host.Cancel();
            return new OperationCanceledException(_host.Token);
        }, isFirstNow: true);

        await Should.ThrowAsync<OperationCanceledException>(loop);
        _told.Reader.TryRead(out _).ShouldBeFalse();
    }

    /// <param name="failure">Of each turn; null for one that works.</param>
    private async Task TakeTurnsAsync(Func<Exception?> failure, bool isFirstNow = false)
    {
        try
        {
            await _turns.TakeAsync(
                "Job", Turn,
                _ => failure() is { } exception ? Task.FromException(exception) : _told.Writer.WriteAsync("worked", Cancel).AsTask(),
                exception => _told.Writer.TryWrite(exception.Message),
                _host.Token, isFirstNow);
        }
        finally
        {
            // Who waits for a turn that never comes hears so.
            _told.Writer.Complete();
        }
    }

    private async Task<string> NextTurnAsync()
    {
        _clock.Advance(Turn);
        return await _told.Reader.ReadAsync(Cancel);
    }

    private async Task StopAsync(Task loop)
    {
        await _host.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(loop);
    }
}
