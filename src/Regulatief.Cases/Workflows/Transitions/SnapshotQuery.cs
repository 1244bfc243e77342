using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClosingDays;
using Regulatief.Cases.FollowUps;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Outbox;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.RiskSignals;
using Regulatief.Engine.Instances;

namespace Regulatief.Cases.Workflows.Transitions;

/// <summary>The statement of a snapshot: a few selects that go to the database together.</summary>
internal sealed class SnapshotQuery
{
    private readonly RegulatiefDbContext _db;
    private readonly ISqlGenerationHelper _sql;
    private readonly DbCommand _maker;
    private readonly List<object> _parameters = [];
    private readonly List<(string Select, Action<DbDataReader, SnapshotRead> Read)> _selects = [];

    private SnapshotQuery(RegulatiefDbContext db) => (_db, _sql, _maker) = (db, db.GetService<ISqlGenerationHelper>(), db.Database.GetDbConnection().CreateCommand());

    /// <summary>Of named cases, of which named instances may run.</summary>
    public static SnapshotQuery Of(
        RegulatiefDbContext db, IReadOnlyList<CaseId> cases, IReadOnlyList<WorkflowInstanceId> instances, bool withCycles, MissingPart parts, DateTimeOffset hourAgo)
    {
        var query = new SnapshotQuery(db);
        var ofCases = query.In<StoredInstance, CaseId>(nameof(StoredInstance.CaseId), cases);
        var which = query.Which(ofCases, instances, withCycles, parts.HasFlag(MissingPart.Family));
        query.AddInstances(which);
        if (parts.HasFlag(MissingPart.Rows)) query.AddRows(ofCases, which);
        if (parts.HasFlag(MissingPart.Family)) query.AddStarts(ofCases, hourAgo);
        return query;
    }

    /// <summary>Of the case and the instance that select statements name.</summary>
    public static SnapshotQuery Of(RegulatiefDbContext db, string caseIds, string instanceIds)
    {
        var query = new SnapshotQuery(db);
        var which = $"{query.Column<StoredInstance>(nameof(StoredInstance.Id))} IN ({instanceIds})";
        query.AddInstances(which);
        query.AddRows($"{query.Column<StoredInstance>(nameof(StoredInstance.CaseId))} IN ({caseIds})", which);
        return query;
    }

    public string Text => string.Join(";\n", _selects.Select(s => s.Select));

    public Task<SnapshotRead> ReadAsync(CancellationToken cancellationToken) => ReadAsync(_db, Text, _parameters, cancellationToken);

    /// <param name="text">The statements, after others that return no rows.</param>
    public async Task<SnapshotRead> ReadAsync(RegulatiefDbContext db, string text, IEnumerable<object> parameters, CancellationToken cancellationToken)
    {
        var command = db.GetService<IRawSqlCommandBuilder>().Build(text, parameters, db.Model);
        var context = new RelationalCommandParameterObject(
            db.GetService<IRelationalConnection>(), command.ParameterValues, readerColumns: null, db, db.GetService<IRelationalCommandDiagnosticsLogger>(), CommandSource.LinqQuery);
        await using var reader = await command.RelationalCommand.ExecuteReaderAsync(context, cancellationToken);
        var result = new SnapshotRead();
        foreach (var (_, read) in _selects)
        {
            while (await reader.DbDataReader.ReadAsync(cancellationToken)) read(reader.DbDataReader, result);
            await reader.DbDataReader.NextResultAsync(cancellationToken);
        }

        result.RowsChanged = reader.DbDataReader.RecordsAffected;
        return result;
    }

    private string Which(string ofCases, IReadOnlyList<WorkflowInstanceId> instances, bool withCycles, bool withFamily)
    {
        var running = $"{ofCases} AND {Column<StoredInstance>(nameof(StoredInstance.Status))} = '{WorkflowStatus.Running}'";
        List<string> any = [];
        if (withFamily) any.Add($"({running})");
        else if (withCycles) any.Add($"({running} AND {Column<StoredInstance>(nameof(StoredInstance.ParentId))} IS NULL AND {Column<StoredInstance>(nameof(StoredInstance.RiskSignalId))} IS NULL)");
        if (instances.Count > 0) any.Add(In<StoredInstance, WorkflowInstanceId>(nameof(StoredInstance.Id), instances));
        return any.Count == 0 ? "1 = 0" : string.Join(" OR ", any);
    }

    private void AddInstances(string which)
    {
        Select<ClosingPeriod>(
            [nameof(ClosingPeriod.From), nameof(ClosingPeriod.Until)], "1 = 1", (r, result) => result.Closed.Add((r.GetFieldValue<DateOnly>(0), r.GetFieldValue<DateOnly>(1))));
        // The signals first: an instance is told whether its own was shared.
        Select<RiskSignal>(
            [nameof(RiskSignal.Id), nameof(RiskSignal.SharedAt)],
            $"{Column<RiskSignal>(nameof(RiskSignal.Id))} IN (SELECT {Column<StoredInstance>(nameof(StoredInstance.RiskSignalId))} FROM {Table<StoredInstance>()} WHERE {which})",
            (r, result) => result.Signals[RiskSignalId.From(r.GetGuid(0))] = new SignalRead(RiskSignalId.From(r.GetGuid(0)), !r.IsDBNull(1)));
        Select<StoredInstance>(
            [
                nameof(StoredInstance.Id), nameof(StoredInstance.CaseId), nameof(StoredInstance.StateJson), nameof(StoredInstance.Version), nameof(StoredInstance.Depth),
                nameof(StoredInstance.ParentId), nameof(StoredInstance.ReplyTo), nameof(StoredInstance.RiskSignalId),
            ],
            which,
            (r, result) => result.Instances.Add((CaseId.From(r.GetGuid(1)), new InstanceRead(
                WorkflowInstanceId.From(r.GetGuid(0)), InstanceSerializer.Read(r.GetString(2)), r.GetInt32(3), r.GetInt32(4),
                GuidAt(r, 5) is { } parent ? WorkflowInstanceId.From(parent) : null, GuidAt(r, 6),
                GuidAt(r, 7) is { } signal ? result.Signals[RiskSignalId.From(signal)] : null))));
    }

    private void AddRows(string ofCases, string which)
    {
        Select<HumanTask>(
            [
                nameof(HumanTask.Id), nameof(HumanTask.CaseId), nameof(HumanTask.BookmarkId), nameof(HumanTask.Kind), nameof(HumanTask.SubjectId), nameof(HumanTask.OpenedAt),
                nameof(HumanTask.DueOn), nameof(HumanTask.RiskSignalId),
            ],
            $"{ofCases} AND {Column<HumanTask>(nameof(HumanTask.Status))} = '{HumanTaskStatus.Open}'",
            (r, result) => result.Tasks.Add((CaseId.From(r.GetGuid(1)), new OpenTask(
                HumanTaskId.From(r.GetGuid(0)), GuidAt(r, 2), Enum.Parse<HumanTaskKind>(r.GetString(3)), GuidAt(r, 4),
                GuidAt(r, 7) is { } signal ? RiskSignalId.From(signal) : null, InstantAt(r, 5), r.GetFieldValue<DateOnly>(6)))));
        Select<DueWork>(
            [
                nameof(DueWork.Id), nameof(DueWork.CaseId), nameof(DueWork.Kind), nameof(DueWork.SubjectId), nameof(DueWork.DueAt), nameof(DueWork.StandsStillInPause),
                nameof(DueWork.SuspendedAt),
            ],
            ofCases,
            (r, result) => result.Promises.Add((CaseId.From(r.GetGuid(1)), new Promised(
                r.GetGuid(0), Enum.Parse<DueWorkKind>(r.GetString(2)), r.GetGuid(3), InstantAt(r, 4), r.GetBoolean(5), r.IsDBNull(6) ? null : InstantAt(r, 6)))));
        Select<FollowUp>(
            [nameof(FollowUp.Id), nameof(FollowUp.CaseId), nameof(FollowUp.BookmarkId), nameof(FollowUp.DueAt)],
            $"{ofCases} AND {Column<FollowUp>(nameof(FollowUp.Status))} = '{FollowUpStatus.Waiting}'",
            (r, result) => result.FollowUps.Add((CaseId.From(r.GetGuid(1)), new WaitingFollowUp(r.GetGuid(0), r.GetGuid(2), InstantAt(r, 3)))));
        Select<InboxEvent>(
            [
                nameof(InboxEvent.Id), nameof(InboxEvent.InstanceId), nameof(InboxEvent.Kind), nameof(InboxEvent.EventName), nameof(InboxEvent.BookmarkId),
                nameof(InboxEvent.PayloadJson), nameof(InboxEvent.ArrivedAt), nameof(InboxEvent.Round),
            ],
            $"{Column<InboxEvent>(nameof(InboxEvent.InstanceId))} IN (SELECT {Column<StoredInstance>(nameof(StoredInstance.Id))} FROM {Table<StoredInstance>()} WHERE {which})",
            (r, result) => result.Inbox.Add(new InboxEvent
            {
                Id = r.GetGuid(0), InstanceId = WorkflowInstanceId.From(r.GetGuid(1)), Kind = Enum.Parse<InboxKind>(r.GetString(2)), EventName = r.GetString(3),
                BookmarkId = GuidAt(r, 4), PayloadJson = r.IsDBNull(5) ? null : r.GetString(5), ArrivedAt = InstantAt(r, 6), Round = r.GetInt32(7),
            }));
        Select<OutboxMessage>(
            [nameof(OutboxMessage.Id), nameof(OutboxMessage.CaseId)],
            $"{ofCases} AND {Column<OutboxMessage>(nameof(OutboxMessage.SentAt))} IS NULL",
            (r, result) => result.UnsentMessages.Add((CaseId.From(r.GetGuid(1)), r.GetGuid(0))));
    }

    private void AddStarts(string ofCases, DateTimeOffset hourAgo)
    {
        var since = Parameter<StoredInstance>(nameof(StoredInstance.StartedAt), hourAgo);
        var caseId = Column<StoredInstance>(nameof(StoredInstance.CaseId));
        _selects.Add((
            $"SELECT {caseId}, COUNT(*) FROM {Table<StoredInstance>()} WHERE {ofCases} AND {Column<StoredInstance>(nameof(StoredInstance.ParentId))} IS NOT NULL"
                + $" AND {Column<StoredInstance>(nameof(StoredInstance.StartedAt))} > {since} GROUP BY {caseId}",
            (r, result) => result.StartedThisHour.Add(CaseId.From(r.GetGuid(0)), Convert.ToInt32(r.GetValue(1), System.Globalization.CultureInfo.InvariantCulture))));
    }

    private void Select<T>(string[] columns, string where, Action<DbDataReader, SnapshotRead> read) =>
        _selects.Add(($"SELECT {string.Join(", ", columns.Select(Column<T>))} FROM {Table<T>()} WHERE {where}", read));

    private string In<T, TId>(string property, IReadOnlyList<TId> ids) where TId : notnull =>
        $"{Column<T>(property)} IN ({string.Join(", ", ids.Select(id => Parameter<T>(property, id)))})";

    private string Parameter<T>(string property, object value)
    {
        var name = $"@s{_parameters.Count}";
        var mapped = Entity<T>().FindProperty(property)!;
        _parameters.Add(mapped.GetRelationalTypeMapping().CreateParameter(_maker, name, value, mapped.IsNullable));
        return name;
    }

    private IEntityType Entity<T>() => _db.Model.FindEntityType(typeof(T))!;

    private string Table<T>()
    {
        var table = StoreObjectIdentifier.Create(Entity<T>(), StoreObjectType.Table)!.Value;
        return _sql.DelimitIdentifier(table.Name, table.Schema);
    }

    private string Column<T>(string property) =>
        _sql.DelimitIdentifier(Entity<T>().FindProperty(property)!.GetColumnName(StoreObjectIdentifier.Create(Entity<T>(), StoreObjectType.Table)!.Value)!);

    private static Guid? GuidAt(DbDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetGuid(ordinal);

    // Instants are kept as a UTC DateTime on every provider.
    private static DateTimeOffset InstantAt(DbDataReader reader, int ordinal) => new(DateTime.SpecifyKind(reader.GetDateTime(ordinal), DateTimeKind.Utc));
}

/// <summary>The rows of a snapshot of one or many cases.</summary>
internal sealed class SnapshotRead
{
    /// <summary>The days on which the organisation is closed, of all cases alike.</summary>
    public List<(DateOnly From, DateOnly Until)> Closed { get; } = [];

    public List<(CaseId CaseId, InstanceRead Read)> Instances { get; } = [];

    public Dictionary<RiskSignalId, SignalRead> Signals { get; } = [];

    /// <summary>By the statements before the reading ones.</summary>
    public int RowsChanged { get; set; }

    public List<(CaseId CaseId, OpenTask Task)> Tasks { get; } = [];

    public List<(CaseId CaseId, Promised Promise)> Promises { get; } = [];

    public List<(CaseId CaseId, WaitingFollowUp FollowUp)> FollowUps { get; } = [];

    public List<InboxEvent> Inbox { get; } = [];

    public List<(CaseId CaseId, Guid Id)> UnsentMessages { get; } = [];

    public Dictionary<CaseId, int> StartedThisHour { get; } = [];

    public CaseRows RowsOf(CaseId id)
    {
        var instances = Instances.Where(i => i.CaseId == id).Select(i => i.Read.Id).ToHashSet();
        return new CaseRows(
            [.. Tasks.Where(t => t.CaseId == id).Select(t => t.Task)],
            [.. Promises.Where(p => p.CaseId == id).Select(p => p.Promise)],
            [.. FollowUps.Where(f => f.CaseId == id).Select(f => f.FollowUp)],
            [.. Inbox.Where(e => instances.Contains(e.InstanceId))],
            [.. UnsentMessages.Where(m => m.CaseId == id).Select(m => m.Id)]);
    }
}
