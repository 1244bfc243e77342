using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Idempotency;
using Regulatief.Cases.Notices;
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

/// <summary>Checks the shape of a request, before a transaction is opened. What is refused is logged by its fields and codes, never by its content.</summary>
internal sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators, CurrentActor actor, ILogger<ValidationBehavior<TRequest, TResponse>> logger)
    : IPipelineBehavior<TRequest, TResponse> where TRequest : notnull
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        try
        {
            foreach (var validator in validators) await validator.ValidateAndThrowAsync(request, cancellationToken);
        }
        catch (ValidationException refusal)
        {
            logger.LogInformation("{Request} of {AccountId} was refused: {Codes}",
                typeof(TRequest).Name, actor.IsKnown ? actor.Value.AccountId : null, string.Join(", ", refusal.Errors.Select(e => $"{e.PropertyName} {e.ErrorCode}")));
            throw;
        }

        return await next();
    }
}

/// <summary>Has refused queries told in the audit log, and fails one that shows client content without having told what.</summary>
internal sealed class ReadBehavior<TRequest, TResponse>(ReadAudit reads, CurrentActor actor) : IPipelineBehavior<TRequest, TResponse> where TRequest : IQuery<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var before = reads.Told;
        try
        {
            var response = await next();
            if (request is IClientQuery<TResponse> && response is not null && reads.Told == before)
                throw new InvalidOperationException($"{typeof(TRequest).Name} showed something of clients, and the audit log was not told what.");
            return response;
        }
        catch (Exception exception) when (Refusals.CodeOf(exception) is not null)
        {
            await reads.RecordRefusalAsync(actor.Value, typeof(TRequest).Name, request.Subject, Refusals.CodeOf(exception)!, cancellationToken);
            throw;
        }
    }
}

internal static class Refusals
{
    /// <summary>How the audit log tells it; null when it is no refusal.</summary>
    public static string? CodeOf(Exception exception) => exception switch
    {
        CaseRuleException rule => rule.Code,
        NotFoundException => "not-found",
        _ => null,
    };
}

/// <summary>One transaction per command: all it changes becomes true together with its idempotency and audit rows, or not at all.</summary>
internal sealed class TransactionBehavior<TRequest, TResponse>(
    RegulatiefDbContext db, WriteGate gate, SnapshotReader snapshots, RequestKey requestKey, CurrentActor currentActor, AuditTrail trail, TimeProvider time, DueWorkNudge nudge, NoticeCounter counter)
    : IPipelineBehavior<TRequest, TResponse> where TRequest : ICommand<TResponse>
{
    private const int MaxAttempts = 3;

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        using var passage = await gate.EnterAsync(cancellationToken);
        try
        {
            var (response, promises, told) = await db.Database.CreateExecutionStrategy().ExecuteAsync(token => TryUntilNobodyWasFirst(request, next, token), cancellationToken);
            nudge.About(promises);
            counter.About(told);
            return response;
        }
        catch (Exception exception) when (Refusals.CodeOf(exception) is not null)
        {
            await RecordRefusalAsync(request, Refusals.CodeOf(exception)!, cancellationToken);
            throw;
        }
    }

    private async Task<(TResponse Response, List<DueWork> Promises, List<Guid> Told)> TryUntilNobodyWasFirst(
        TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            db.ChangeTracker.Clear();
            trail.Clear();
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

    private async Task<(TResponse Response, List<DueWork> Promises, List<Guid> Told)> CarryOutAsync(
        TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        var actor = currentActor.Value;
        // Changes are looked for once, before the commit, not again at each query; and what fails is rolled back whole.
        (db.ChangeTracker.AutoDetectChangesEnabled, db.Database.AutoSavepointsEnabled) = (false, false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        var record = await BeginAsync(request, actor, cancellationToken);
        if (record is { HasResult: true }) return (await AnswerAgainAsync(request, record, actor, cancellationToken), [], []);

        var response = await next();

        record?.Keep(response);
        db.ChangeTracker.DetectChanges();
        foreach (var subject in SubjectsOf(request, response))
            db.AuditEntries.Add(await subject.EntryAsync(db, actor, AuditKind.Change, typeof(TRequest).Name, time.GetUtcNow(), cancellationToken));
        // What an earlier save of this command promised is in the context as unchanged.
        var promises = db.ChangeTracker.Entries<DueWork>().Where(e => e.State != EntityState.Deleted).Select(e => e.Entity).ToList();
        var told = db.ChangeTracker.Entries<Notice>().Select(e => e.Entity.AccountId).ToList();
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (response, promises, told);
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

    /// <summary>What was answered the first time, to who may know of it now.</summary>
    /// <exception cref="NotFoundException">It is no longer theirs.</exception>
    private async Task<TResponse> AnswerAgainAsync(TRequest request, IdempotencyRecord earlier, Actor actor, CancellationToken cancellationToken)
    {
        var response = earlier.ResultOf<TResponse>();
        var subject = SubjectOf(request, response);
        return await subject.IsVisibleAsync(db, actor, cancellationToken) ? response : throw new NotFoundException(subject.Type!, subject.Id!);
    }

    private async Task RecordRefusalAsync(TRequest request, string code, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        var refused = trail.Told.Count > 0 ? trail.Told[^1].Subject : request.Subject;
        db.AuditEntries.Add(await new ToldSubject(refused, code).EntryAsync(db, currentActor.Value, AuditKind.Refusal, typeof(TRequest).Name, time.GetUtcNow(), cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>One row for each: who reads the audit log of a case finds all that was done to it, and nothing else.</summary>
    private IReadOnlyList<ToldSubject> SubjectsOf(TRequest request, TResponse response)
    {
        if (trail.Told.Count > 0) return trail.Told;
        // A nudge for a promise that was kept already changes nothing, and there is nothing to tell of it.
        if (request is not (IConcernsCase or IMakes<TResponse>) && !HasChanges()) return [];
        var subject = SubjectOf(request, response);
        return subject.Type is null ? throw new InvalidOperationException($"{typeof(TRequest).Name} changed rows, and told of nothing that it is about.") : [new(subject)];
    }

    private static AuditSubject SubjectOf(TRequest request, TResponse response) =>
        request is IMakes<TResponse> maker ? maker.Made(response) : request.Subject;

    private bool HasChanges() => db.ChangeTracker.Entries()
        .Any(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && e.Entity is not IdempotencyRecord);
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
