using Regulatief.Web.ElsaApi.Instances;

namespace Regulatief.Web.ElsaApi.TestRuns;

/// <summary>The latest test runs of this process. They touch no case and promise nothing, so that they are kept in memory and lost at a restart.</summary>
internal sealed class TestRunShelf
{
    private const int Capacity = 200;

    private readonly Lock _lock = new();
    private readonly List<InstanceRecord> _runs = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<InstanceRecord> All
    {
        get
        {
            lock (_lock) return [.. Enumerable.Reverse(_runs)];
        }
    }

    public InstanceRecord? Find(Guid id) => All.FirstOrDefault(run => run.Id == id);

    public void Add(InstanceRecord run)
    {
        lock (_lock)
        {
            if (_runs.Count == Capacity) _runs.RemoveAt(0);
            _runs.Add(run);
        }
    }

    public bool Remove(Guid id)
    {
        lock (_lock) return _runs.RemoveAll(run => run.Id == id) > 0;
    }
}
