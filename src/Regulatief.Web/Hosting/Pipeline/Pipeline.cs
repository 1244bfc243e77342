using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Idempotency;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Workflows.Transitions;
using Regulatief.Web.Hosting.Jobs;

namespace Regulatief.Web.Hosting.Pipeline;

/// <summary>Names the request in every log line; never its content.</summary>
internal sealed class LogScopeBehavior<TRequest, TResponse>(ILogger<LogScopeBehavior<TRequest, TResponse>> logger)
    : IPipelineBehavior<TRequest, TResponse> where TRequest : notnull
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        using var scope = logger.BeginScope("{Request}", typeof(TRequest).Name);
        return await next();
    }
}

/// <summary>Checks the shape of a request, before a transaction is opened.</summary>
internal sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators)
    : IPipelineBehavior<TRequest, TResponse> where TRequest : notnull
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        foreach (var validator in validators) await validator.ValidateAndThrowAsync(request, cancellationToken);
        return await next();
    }
}

/// <summary>One transaction per command: all it changes becomes true together with its idempotency and audit rows, or not at all.</summary>
internal sealed class TransactionBehavior<TRequest, TResponse>(
    RegulatiefDbContext db, WriteGate gate, SnapshotReader snapshots, RequestKey requestKey, CurrentActor currentActor, TimeProvider time, DueWorkNudge nudge)
    : IPipelineBehavior<TRequest, TResponse> where TRequest : ICommand<TResponse>
{
    private const int MaxAttempts = 3;

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        using var passage = await gate.EnterAsync(cancellationToken);
        try
        {
            var (response, promises) = await db.Database.CreateExecutionStrategy().ExecuteAsync(token => TryUntilNobodyWasFirst(request, next, token), cancellationToken);
            nudge.About(promises);
            return response;
        }
        catch (Exception exception) when (exception is CaseRuleException or NotFoundException)
        {
            await RecordRefusalAsync(request, exception, cancellationToken);
            throw;
        }
    }

    private async Task<(TResponse Response, List<DueWork> Promises)> TryUntilNobodyWasFirst(
        TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            db.ChangeTracker.Clear();
            try
            {
                return await CarryOutAsync(request, next, cancellationToken);
            }
            catch (DbUpdateException exception) when (attempt < MaxAttempts && exception.IsSomeoneFirst())
            {
                // Rolled back: decide again on what is stored now.
            }
            catch (DbUpdateConcurrencyException exception)
            {
                throw new ConcurrencyConflictException(exception.Entries[0].Metadata.ClrType.Name, typeof(TRequest).Name);
            }
        }
    }

    private async Task<(TResponse Response, List<DueWork> Promises)> CarryOutAsync(
        TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        var actor = currentActor.Value;
        // Changes are looked for once, before the commit, not again at each query; and what fails is rolled back whole.
        (db.ChangeTracker.AutoDetectChangesEnabled, db.Database.AutoSavepointsEnabled) = (false, false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        var record = await BeginAsync(request, actor, cancellationToken);
        if (record is { HasResult: true }) return (record.ResultOf<TResponse>(), []);

        var response = await next();

        record?.Keep(response);
        db.ChangeTracker.DetectChanges();
        // A nudge for a promise that was kept already changes nothing, and there is nothing to tell of it.
        if (request is IConcernsCase || db.ChangeTracker.HasChanges()) db.AuditEntries.AddRange(Entries(request, actor, AuditKind.Change, null));
        // What an earlier save of this command promised is in the context as unchanged.
        var promises = db.ChangeTracker.Entries<DueWork>().Where(e => e.State != EntityState.Deleted).Select(e => e.Entity).ToList();
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (response, promises);
    }

    /// <summary>Makes others on the case wait, and keeps the request from being carried out twice.</summary>
    /// <returns>Null when the request carries no key; a record with a result when it was carried out before.</returns>
    private async Task<IdempotencyRecord?> BeginAsync(TRequest request, Actor actor, CancellationToken cancellationToken)
    {
        var caseKey = (request as IConcernsCase)?.Case;
        if (requestKey.Value is not { } key)
        {
            if (caseKey is not null) await db.RaiseVersionAsync(caseKey, cancellationToken);
            return null;
        }

        var fresh = IdempotencyRecord.For(actor.AccountId, key, request, time.GetUtcNow());
        var isFirst = await (caseKey switch
        {
            null => db.InsertUnlessThereAsync(fresh, cancellationToken),
            // About a task: it nearly always moves a workflow, and what that is calculated from comes with the first statement.
            TaskKey task => snapshots.BeginAsync(task, fresh, cancellationToken),
            _ => db.RaiseVersionOnceAsync(caseKey, fresh, cancellationToken),
        });
        if (isFirst) return fresh;

        var earlier = await db.IdempotencyRecords.AsNoTracking().SingleAsync(r => r.ActorId == actor.AccountId && r.Key == key, cancellationToken);
        return earlier.SameAs(fresh) ? earlier : throw new IdempotencyKeyReusedException(key);
    }

    private async Task RecordRefusalAsync(TRequest request, Exception exception, CancellationToken cancellationToken)
    {
        // Made before the tracker is cleared: it reads the case from there.
        var entries = Entries(request, currentActor.Value, AuditKind.Refusal, exception is CaseRuleException rule ? rule.Code : "not-found");
        db.ChangeTracker.Clear();
        db.AuditEntries.AddRange(entries);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The cases of what was read and changed: the case itself, or that of a row. Null when there is none.</summary>
    private List<CaseId?> CasesInContext()
    {
        var cases = db.ChangeTracker.Entries()
            .Select(e => e.Entity is Case @case ? @case.Id : e.Metadata.FindProperty(nameof(AuditEntry.CaseId)) is { } of ? (CaseId?)e.CurrentValues[of] : null)
            .Where(id => id is not null).Distinct().ToList();
        return cases.Count == 0 ? [null] : cases;
    }

    /// <summary>The version that was saved, published or retracted: of several touched, the newest.</summary>
    private StoredDefinition? DefinitionInContext() => db.ChangeTracker.Entries<StoredDefinition>()
        .Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
        .Select(e => e.Entity).MaxBy(d => d.Version);

    /// <summary>One for each case: who reads the audit log of a case finds all that was done to it.</summary>
    private List<AuditEntry> Entries(TRequest request, Actor actor, AuditKind kind, string? detail)
    {
        var definition = DefinitionInContext();
        return [.. CasesInContext().Select(caseId => new AuditEntry
        {
            At = time.GetUtcNow(),
            ActorId = actor.AccountId,
            ActorRole = actor.Role,
            Kind = kind,
            Action = typeof(TRequest).Name,
            CaseId = caseId,
            SubjectType = (request as IConcernsCase)?.Case.SubjectType ?? (definition is null ? null : nameof(StoredDefinition)),
            SubjectId = (request as IConcernsCase)?.Case.SubjectId ?? definition?.Id,
            Detail = detail,
        })];
    }
}

/// <summary>Fails every disclosing request that ends without a recorded decision: forgetting to ask the policy is our bug, found at the first try.</summary>
internal sealed class SharingPolicyBehavior<TRequest, TResponse>(SharingPolicy policy)
    : IPipelineBehavior<TRequest, TResponse> where TRequest : IDiscloses
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var response = await next();
        if (!policy.HasDecided) throw new InvalidOperationException($"{typeof(TRequest).Name} disclosed without a decision of the sharing policy.");
        return response;
    }
}
