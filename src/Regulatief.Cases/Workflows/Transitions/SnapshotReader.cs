using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Idempotency;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Engine.Definitions;

namespace Regulatief.Cases.Workflows.Transitions;

/// <summary>Reads what transitions are calculated from: for one case or for many, in one round trip, as values that no context tracks.</summary>
public sealed class SnapshotReader(RegulatiefDbContext db, DefinitionLibrary definitions)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The statements are the same for every task on a database; to have Entity Framework write them each time costs as much as to run them.</summary>
    private static readonly ConcurrentDictionary<string, SnapshotQuery> OfTask = new();

    private SnapshotRead? _begun;

    /// <summary>
    /// The first statement of a command that ends a task: inserts its record, raises the version of its case, and reads what its transition is calculated from.
    /// One round trip.
    /// </summary>
    /// <returns>False when the key was used before. The version is raised all the same: roll back.</returns>
    /// <exception cref="NotFoundException">The key names no case.</exception>
    public async Task<bool> BeginAsync(TaskKey key, IdempotencyRecord record, CancellationToken cancellationToken)
    {
        var (insert, parameters) = db.InsertUnlessThere(record);
        var query = OfTask.GetOrAdd(db.Database.ProviderName!, _ => SnapshotQuery.Of(db, key.CasesSql(db), key.InstancesSql(db)));
        var text = $"{insert} {db.RaiseVersionWhere(key.CasesSql(db))} {query.Text}";
        var read = await query.ReadAsync(db, text, [.. parameters, key.ParameterFor(db)], cancellationToken);
        if (read.RowsChanged < 2) return await db.WasFirstAsync(key, record, cancellationToken);

        db.Attach(record);
        _begun = read;
        return true;
    }

    /// <summary>What was read with the first statement, once.</summary>
    /// <returns>Null when nothing was, or it was used: what came since is not in it.</returns>
    public async Task<CaseSnapshot?> TakeBegunAsync(Case @case, CancellationToken cancellationToken)
    {
        if (_begun is not { } read) return null;
        _begun = null;
        return (await SnapshotsAsync(read, [@case], MissingPart.Rows, cancellationToken))[@case.Id];
    }

    /// <summary>What is stored of these cases now. The context's own changes are not seen: save them first.</summary>
    /// <param name="cases">As the command changed them: their own state is the one part that is taken from here.</param>
    /// <param name="instances">Those that may run.</param>
    /// <param name="withCycles">Whether the cases' own cycles are read too.</param>
    public async Task<IReadOnlyDictionary<CaseId, CaseSnapshot>> ReadAsync(
        IReadOnlyList<Case> cases, IReadOnlyList<WorkflowInstanceId> instances, bool withCycles, MissingPart parts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var read = await SnapshotQuery.Of(db, [.. cases.Select(c => c.Id)], instances, withCycles, parts, now - Hour).ReadAsync(cancellationToken);
        return await SnapshotsAsync(read, cases, parts, cancellationToken);
    }

    private async Task<IReadOnlyDictionary<CaseId, CaseSnapshot>> SnapshotsAsync(
        SnapshotRead read, IReadOnlyList<Case> cases, MissingPart parts, CancellationToken cancellationToken)
    {
        var published = new Dictionary<string, int>();
        foreach (var fresh in read.Instances.Where(i => i.Read.State.DefinitionVersion == 0).Select(i => i.Read.State.DefinitionId).Distinct())
            if (await DefinitionLibrary.FindPublishedVersionAsync(db, fresh, cancellationToken) is { } version) published.Add(fresh, version);

        var needed = new Dictionary<(string, int), WorkflowDefinition>();
        foreach (var (id, version) in read.Instances.Select(i => (i.Read.State.DefinitionId, i.Read.State.DefinitionVersion)).Concat(published.Select(p => (p.Key, p.Value))).Distinct())
            if (version > 0) needed.Add((id, version), await definitions.GetAsync(db, id, version, cancellationToken));

        var calendar = WorkingCalendar.OfLaw.Without(read.Closed);
        return cases.ToDictionary(c => c.Id, c => new CaseSnapshot
        {
            Case = CaseState.Of(c),
            Calendar = calendar,
            Instances = [.. read.Instances.Where(i => i.CaseId == c.Id).Select(i => i.Read)],
            Rows = parts.HasFlag(MissingPart.Rows) ? read.RowsOf(c.Id) : null,
            HasFamily = parts.HasFlag(MissingPart.Family),
            StartedThisHour = read.StartedThisHour.GetValueOrDefault(c.Id),
            Definitions = needed,
            Published = published,
            Seed = CaseSnapshot.NewSeed(),
        });
    }
}
