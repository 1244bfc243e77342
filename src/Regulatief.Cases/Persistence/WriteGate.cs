namespace Regulatief.Cases.Persistence;

/// <summary>One writer at a time in this process, in order of arrival, for SQLite alone.</summary>
/// <remarks>SQLite's driver waits for the file's lock by sleeping on the thread; waiting here first keeps threads free and waits short.</remarks>
public sealed class WriteGate(DatabaseProvider provider) : IDisposable
{
    private readonly SemaphoreSlim? _gate = provider == DatabaseProvider.Sqlite ? new SemaphoreSlim(1, 1) : null;

    /// <summary>Whether writers go in one by one.</summary>
    public bool IsForOne => _gate is not null;

    /// <summary>Dispose the answer to let the next one in.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        if (_gate is null) return Passage.Free;
        await _gate.WaitAsync(cancellationToken);
        return new Passage(_gate);
    }

    public void Dispose() => _gate?.Dispose();

    private sealed class Passage(SemaphoreSlim? gate) : IDisposable
    {
        public static readonly Passage Free = new(null);

        public void Dispose() => gate?.Release();
    }
}
