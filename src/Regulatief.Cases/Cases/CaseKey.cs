using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Idempotency;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.Cases;

/// <summary>How a command names the case that it is about: by the case itself, or by a row of it.</summary>
public abstract record CaseKey(string SubjectType, Guid SubjectId)
{
    public static CaseKey Of(CaseId id) => new ById(id);

    public static CaseKey Of(HumanTaskId id) => new TaskKey(id);

    /// <summary>The task, for who says who does it and need not see it themselves.</summary>
    public static CaseKey ToAssign(HumanTaskId id) => new ByTaskToAssign(id);

    /// <summary>The task, for who gives or asks a later last day of it.</summary>
    public static CaseKey ToExtend(HumanTaskId id) => new ByTaskToExtend(id);

    public static CaseKey Of(AgreementId id) => new ByAgreement(id);

    public static CaseKey Of(RiskSignalId id) => new BySignal(id);

    public static CaseKey Of(MeetingId id) => new ByMeeting(id);

    /// <summary>The case, for a command on who may see it: also for a privacy officer, who sees no cases.</summary>
    public static CaseKey ToGuard(CaseId id) => new Guarded(id);

    public static CaseKey OfAccess(Guid id) => new ByAccess(id);

    public static CaseKey OfHandover(Guid id) => new ByHandover(id);

    public static CaseKey OfEscalation(Guid id) => new ByEscalation(id);

    public static CaseKey OfDangerCall(Guid id) => new ByDangerCall(id);

    public static CaseKey OfMatchProposal(Guid id) => new ByMatchProposal(id);

    public static CaseKey OfDueWork(Guid id) => new ByDueWork(id);

    /// <param name="id">The task that was asked of a system outside.</param>
    public static CaseKey OfOutboxMessage(Guid id) => new ByOutboxMessage(id);

    public static CaseKey OfIncident(Guid id) => new ByIncident(id);

    public virtual IQueryable<Case> In(RegulatiefDbContext db) => db.Cases.Where(c => IdIn(db).Contains(c.Id));

    // A list of at most one, which a database seeks. Asked as "is there a task of this case", SQLite reads every case.
    internal abstract IQueryable<CaseId> IdIn(RegulatiefDbContext db);

    /// <summary>The case that it names, whoever may see it; null when it names none. Asks the database only for what the context does not hold.</summary>
    internal abstract ValueTask<CaseId?> FindAsync(RegulatiefDbContext db, CancellationToken cancellationToken);

    /// <summary>Whether the actor may know of what it names now: what a replayed command is answered by.</summary>
    public virtual Task<bool> IsVisibleAsync(RegulatiefDbContext db, Accounts.Actor actor, CancellationToken cancellationToken) =>
        db.Cases.VisibleTo(actor).AnyAsync(c => IdIn(db).Contains(c.Id), cancellationToken);

    /// <summary>The statement that selects it, and its one parameter. To have Entity Framework write the statement each time costs as much as to run it.</summary>
    internal string CasesSql(RegulatiefDbContext db) => KeySql.Of(db, GetType(), nameof(IdIn), IdIn).Text;

    internal DbParameter ParameterFor(RegulatiefDbContext db)
    {
        using var maker = db.Database.GetDbConnection().CreateCommand();
        return db.GetService<IRelationalTypeMappingSource>().FindMapping(typeof(Guid))!.CreateParameter(maker, KeySql.Of(db, GetType(), nameof(IdIn), IdIn).Parameter, SubjectId, nullable: false);
    }

    private record ById(CaseId Id) : CaseKey(nameof(Case), Id.Value)
    {
        public override IQueryable<Case> In(RegulatiefDbContext db) => db.Cases.Where(c => c.Id == Id);

        internal override IQueryable<CaseId> IdIn(RegulatiefDbContext db) => In(db).Select(c => c.Id);

        internal override ValueTask<CaseId?> FindAsync(RegulatiefDbContext db, CancellationToken cancellationToken) => new(Id);
    }

    private sealed record Guarded(CaseId Id) : ById(Id)
    {
        public override async Task<bool> IsVisibleAsync(RegulatiefDbContext db, Accounts.Actor actor, CancellationToken cancellationToken) =>
            actor.Role == Accounts.AccountRole.PrivacyOfficer || await base.IsVisibleAsync(db, actor, cancellationToken);
    }

    private sealed record ByTaskToAssign(HumanTaskId Id) : CaseKey(nameof(HumanTask), Id.Value)
    {
        internal override IQueryable<CaseId> IdIn(RegulatiefDbContext db) => db.HumanTasks.Where(t => t.Id == Id).Select(t => t.CaseId);

        internal override async ValueTask<CaseId?> FindAsync(RegulatiefDbContext db, CancellationToken cancellationToken) =>
            (await db.HumanTasks.FindAsync([Id], cancellationToken))?.CaseId;

        public override async Task<bool> IsVisibleAsync(RegulatiefDbContext db, Accounts.Actor actor, CancellationToken cancellationToken) =>
            await db.HumanTasks.AssignedBy(actor).AnyAsync(t => t.Id == Id, cancellationToken)
            || await db.HumanTasks.VisibleTo(actor).AnyAsync(t => t.Id == Id, cancellationToken);
    }

    private sealed record ByTaskToExtend(HumanTaskId Id) : CaseKey(nameof(HumanTask), Id.Value)
    {
        internal override IQueryable<CaseId> IdIn(RegulatiefDbContext db) => db.HumanTasks.Where(t => t.Id == Id).Select(t => t.CaseId);

        internal override async ValueTask<CaseId?> FindAsync(RegulatiefDbContext db, CancellationToken cancellationToken) =>
            (await db.HumanTasks.FindAsync([Id], cancellationToken))?.CaseId;

        public override async Task<bool> IsVisibleAsync(RegulatiefDbContext db, Accounts.Actor actor, CancellationToken cancellationToken) =>
            await db.HumanTasks.TermsKnownTo(actor).AnyAsync(t => t.Task.Id == Id, cancellationToken);
    }

    private sealed record ByAccess(Guid Id) : CaseKey(nameof(CaseAccess), Id)
    {
        internal override IQueryable<CaseId> IdIn(RegulatiefDbContext db) => db.CaseAccesses.Where(a => a.Id == Id).Select(a => a.CaseId);

        internal override async ValueTask<CaseId?> FindAsync(RegulatiefDbContext db, CancellationToken cancellationToken) =>
            (await db.CaseAccesses.FindAsync([Id], cancellationToken))?.CaseId;

        // Who ended the own one sees the case no more, and is answered again all the same.
        public override async Task<bool> IsVisibleAsync(RegulatiefDbContext db, Accounts.Actor actor, CancellationToken cancellationToken) =>
            await db.CaseAccesses.AnyAsync(a => a.Id == Id && a.AccountId == actor.AccountId, cancellationToken)
            || await db.CaseAccesses.VisibleTo(actor).AnyAsync(a => a.Id == Id, cancellationToken);
    }

    private sealed record ByHandover(Guid Id) : CaseKey(nameof(CaseHandover), Id)
    {
        internal override IQueryable<CaseId> IdIn(RegulatiefDbContext db) => db.CaseHandovers.Where(h => h.Id == Id).Select(h => h.CaseId);

        internal override async ValueTask<CaseId?> FindAsync(RegulatiefDbContext db, CancellationToken cancellationToken) =>
            (await db.CaseHandovers.FindAsync([Id], cancellationToken))?.CaseId;

        public override Task<bool> IsVisibleAsync(RegulatiefDbContext db, Accounts.Actor actor, CancellationToken cancellationToken) =>
            db.CaseHandovers.VisibleTo(actor).AnyAsync(h => h.Id == Id, cancellationToken);
    }

    private sealed record ByAgreement(AgreementId Id) : CaseKey(nameof(InformationSharingAgreement), Id.Value)
    {
        internal override IQueryable<CaseId> IdIn(RegulatiefDbContext db) => db.Agreements.Where(a => a.Id == Id).Select(a => a.CaseId);

        internal override async ValueTask<CaseId?> FindAsync(RegulatiefDbContext db, CancellationToken cancellationToken) =>
            (await db.Agreements.FindAsync([Id], cancellationToken))?.CaseId;

        public override Task<bool> IsVisibleAsync(RegulatiefDbContext db, Accounts.Actor actor, CancellationToken cancellationToken) =>
            db.Agreements.VisibleTo(actor).AnyAsync(a => a.Id == Id, cancellationToken);
    }

    private sealed record ByMeeting(MeetingId Id) : CaseKey(nameof(ThreeWayMeeting), Id.Value)
    {
        internal override IQueryable<CaseId> IdIn(RegulatiefDbContext db) => db.Meetings.Where(m => m.Id == Id).Select(m => m.CaseId);

        internal override async ValueTask<CaseId?> FindAsync(RegulatiefDbContext db, CancellationToken cancellationToken) =>
            (await db.Meetings.FindAsync([Id], cancellationToken))?.CaseId;
    }

    private sealed record BySignal(RiskSignalId Id) : CaseKey(nameof(RiskSignal), Id.Value)
    {
        internal override IQueryable<CaseId> IdIn(RegulatiefDbContext db) => db.RiskSignals.Where(s => s.Id == Id).Select(s => s.CaseId);

        internal override async ValueTask<CaseId?> FindAsync(RegulatiefDbContext db, CancellationToken cancellationToken) =>
            (await db.RiskSignals.FindAsync([Id], cancellationToken))?.CaseId;

        // Who confirms that a client could not be reached is asked in a task, and reads no signal.
        public override async Task<bool> IsVisibleAsync(RegulatiefDbContext db, Accounts.Actor actor, CancellationToken cancellationToken) =>
            await db.RiskSignals.VisibleTo(actor).AnyAsync(s => s.Id == Id, cancellationToken)
            || await db.HumanTasks.VisibleTo(actor).AnyAsync(t => t.SubjectId == Id.Value && t.CompletedById == actor.AccountId, cancellationToken);
    }

    private sealed record ByEscalation(Guid Id) : CaseKey(nameof(Escalation), Id)
    {
        internal override IQueryable<CaseId> IdIn(RegulatiefDbContext db) => db.Escalations.Where(e => e.Id == Id).Select(e => e.CaseId);

        internal override async ValueTask<CaseId?> FindAsync(RegulatiefDbContext db, CancellationToken cancellationToken) =>
            (await db.Escalations.FindAsync([Id], cancellationToken))?.CaseId;

        public override Task<bool> IsVisibleAsync(RegulatiefDbContext db, Accounts.Actor actor, CancellationToken cancellationToken) =>
            db.Escalations.VisibleTo(actor).AnyAsync(e => e.Id == Id, cancellationToken);
    }

    private sealed record ByDangerCall(Guid Id) : CaseKey(nameof(DangerCall), Id)
    {
        internal override IQueryable<CaseId> IdIn(RegulatiefDbContext db) => db.DangerCalls.Where(c => c.Id == Id).Select(c => c.CaseId);

        internal override async ValueTask<CaseId?> FindAsync(RegulatiefDbContext db, CancellationToken cancellationToken) =>
            (await db.DangerCalls.FindAsync([Id], cancellationToken))?.CaseId;

        public override Task<bool> IsVisibleAsync(RegulatiefDbContext db, Accounts.Actor actor, CancellationToken cancellationToken) =>
            db.DangerCalls.VisibleTo(actor).AnyAsync(c => c.Id == Id, cancellationToken);
    }

    private sealed record ByMatchProposal(Guid Id) : CaseKey(nameof(MatchProposal), Id)
    {
        internal override IQueryable<CaseId> IdIn(RegulatiefDbContext db) => db.MatchProposals.Where(p => p.Id == Id).Select(p => p.CaseId);

        internal override async ValueTask<CaseId?> FindAsync(RegulatiefDbContext db, CancellationToken cancellationToken) =>
            (await db.MatchProposals.FindAsync([Id], cancellationToken))?.CaseId;

        // A volunteer who is asked sees no case.
        public override Task<bool> IsVisibleAsync(RegulatiefDbContext db, Accounts.Actor actor, CancellationToken cancellationToken) =>
            db.MatchProposals.VisibleTo(db, actor).AnyAsync(p => p.Id == Id, cancellationToken);
    }

    private sealed record ByIncident(Guid Id) : CaseKey(nameof(Engine.Instances.Incident), Id)
    {
        internal override IQueryable<CaseId> IdIn(RegulatiefDbContext db) =>
            db.Instances.Where(i => db.Incidents.Where(incident => incident.Id == Id).Select(incident => incident.InstanceId).Contains(i.Id)).Select(i => i.CaseId);

        internal override async ValueTask<CaseId?> FindAsync(RegulatiefDbContext db, CancellationToken cancellationToken) =>
            await db.Incidents.FindAsync([Id], cancellationToken) is { } incident
                ? (await db.Instances.FindAsync([incident.InstanceId], cancellationToken))?.CaseId
                : null;

        // Whoever keeps the machinery running sees no case, and all that fails.
        public override Task<bool> IsVisibleAsync(RegulatiefDbContext db, Accounts.Actor actor, CancellationToken cancellationToken) =>
            Task.FromResult(actor.IsSystem || actor.Role == Accounts.AccountRole.Administrator);
    }

    private sealed record ByOutboxMessage(Guid Id) : CaseKey(nameof(Outbox.OutboxMessage), Id)
    {
        internal override IQueryable<CaseId> IdIn(RegulatiefDbContext db) => db.Outbox.Where(m => m.Id == Id).Select(m => m.CaseId);

        internal override async ValueTask<CaseId?> FindAsync(RegulatiefDbContext db, CancellationToken cancellationToken) =>
            (await db.Outbox.FindAsync([Id], cancellationToken))?.CaseId;
    }

    private sealed record ByDueWork(Guid Id) : CaseKey(nameof(DueWork), Id)
    {
        internal override IQueryable<CaseId> IdIn(RegulatiefDbContext db) => db.DueWork.Where(w => w.Id == Id).Select(w => w.CaseId);

        internal override async ValueTask<CaseId?> FindAsync(RegulatiefDbContext db, CancellationToken cancellationToken) =>
            (await db.DueWork.FindAsync([Id], cancellationToken))?.CaseId;
    }
}

/// <summary>A case named by a task of it.</summary>
public sealed record TaskKey(HumanTaskId Id) : CaseKey(nameof(HumanTask), Id.Value)
{
    internal override IQueryable<CaseId> IdIn(RegulatiefDbContext db) => db.HumanTasks.Where(t => t.Id == Id).Select(t => t.CaseId);

    internal override async ValueTask<CaseId?> FindAsync(RegulatiefDbContext db, CancellationToken cancellationToken) =>
        (await db.HumanTasks.FindAsync([Id], cancellationToken))?.CaseId;

    public override Task<bool> IsVisibleAsync(RegulatiefDbContext db, Accounts.Actor actor, CancellationToken cancellationToken) =>
        db.HumanTasks.VisibleTo(actor).AnyAsync(t => t.Id == Id, cancellationToken);

    /// <summary>The statement that selects the instance that waits for the task, by the same parameter.</summary>
    internal string InstancesSql(RegulatiefDbContext db) =>
        KeySql.Of(db, typeof(TaskKey), nameof(InstancesSql), context => context.HumanTasks.Where(t => t.Id == Id).Select(t => t.InstanceId)).Text;
}

/// <summary>What Entity Framework made of a query with one parameter, kept for each database.</summary>
internal sealed record KeySql(string Text, string Parameter)
{
    private static readonly ConcurrentDictionary<(string Provider, Type Key, string Of), KeySql> Made = new();

    public static KeySql Of<T>(RegulatiefDbContext db, Type key, string of, Func<RegulatiefDbContext, IQueryable<T>> query) =>
        Made.GetOrAdd((db.Database.ProviderName!, key, of), _ => Make(query(db)));

    private static KeySql Make<T>(IQueryable<T> query)
    {
        using var command = query.CreateDbCommand();
        return new KeySql(command.CommandText, command.Parameters.Cast<DbParameter>().Single().ParameterName);
    }
}

public static class CaseVersion
{
    /// <summary>The first statement of every command on a case: raises its version, so that all commands on one case wait for each other on every provider.</summary>
    /// <exception cref="NotFoundException">The key names no case.</exception>
    public static async Task RaiseVersionAsync(this RegulatiefDbContext db, CaseKey key, CancellationToken cancellationToken)
    {
        var raised = await key.In(db).ExecuteUpdateAsync(set => set.SetProperty(c => c.Version, c => c.Version + 1), cancellationToken);
        if (raised == 0) throw new NotFoundException(key.SubjectType, key.SubjectId);
    }

    /// <summary>The same for a command on several cases, which names them all beforehand. What names none is not raised.</summary>
    public static Task RaiseVersionsAsync(this RegulatiefDbContext db, IReadOnlyCollection<CaseId> ids, CancellationToken cancellationToken) =>
        db.Cases.Where(c => ids.Contains(c.Id)).ExecuteUpdateAsync(set => set.SetProperty(c => c.Version, c => c.Version + 1), cancellationToken);

    /// <summary>The same together with the insert of the command's record, in one round trip.</summary>
    /// <returns>False when the key was used before. The version is raised all the same: roll back.</returns>
    /// <exception cref="NotFoundException">The key names no case.</exception>
    public static async Task<bool> RaiseVersionOnceAsync(this RegulatiefDbContext db, CaseKey key, IdempotencyRecord record, CancellationToken cancellationToken)
    {
        var (insert, parameters) = db.InsertUnlessThere(record);
        var both = $"{insert} {db.RaiseVersionWhere(key.CasesSql(db))}";
        if (await db.Database.ExecuteSqlRawAsync(both, [.. parameters, key.ParameterFor(db)], cancellationToken) < 2) return await db.WasFirstAsync(key, record, cancellationToken);

        db.Attach(record);
        return true;
    }

    /// <summary>Which of the two did nothing, the record tells: it is there, unless it is ours.</summary>
    /// <returns>False: the record was there before.</returns>
    /// <exception cref="NotFoundException">It was not, so the key names no case.</exception>
    internal static async Task<bool> WasFirstAsync(this RegulatiefDbContext db, CaseKey key, IdempotencyRecord record, CancellationToken cancellationToken)
    {
        if (await db.IdempotencyRecords.AnyAsync(r => r.ActorId == record.ActorId && r.Key == record.Key && r.ResultJson != null, cancellationToken)) return false;
        throw new NotFoundException(key.SubjectType, key.SubjectId);
    }

    internal static string RaiseVersionWhere(this RegulatiefDbContext db, string ids)
    {
        var sql = db.GetService<ISqlGenerationHelper>();
        var type = db.Model.FindEntityType(typeof(Case))!;
        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;
        string Column(string property) => sql.DelimitIdentifier(type.FindProperty(property)!.GetColumnName(table)!);
        var version = Column(nameof(Case.Version));
        return $"UPDATE {sql.DelimitIdentifier(table.Name, table.Schema)} SET {version} = {version} + 1 WHERE {Column(nameof(Case.Id))} IN ({ids});";
    }

    /// <summary>The case that the key names, with all that a command on it decides on, if it is the actor's work.</summary>
    /// <exception cref="NotFoundException">The key names no case, or one that is not theirs.</exception>
    /// <exception cref="CaseRuleException"><c>access-look-only</c>: they may look into it and change nothing.</exception>
    public static async Task<Case> CaseForChangeAsync(this RegulatiefDbContext db, CaseKey key, Accounts.Actor actor, CancellationToken cancellationToken)
    {
        if (await db.Cases.WorkedOnBy(actor).ForChange(key.IdIn(db)).SingleOrDefaultAsync(cancellationToken) is { } @case) return @case;
        if (actor.Rights.Granted.Count > 0 && await db.Cases.VisibleTo(actor).Where(c => key.IdIn(db).Contains(c.Id)).Select(c => (int?)c.Number).SingleOrDefaultAsync(cancellationToken) is { } number)
            throw new CaseRuleException("access-look-only", number);
        throw new NotFoundException(key.SubjectType, key.SubjectId);
    }
}
