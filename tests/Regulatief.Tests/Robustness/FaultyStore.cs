using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Regulatief.Cases.Persistence;
using Regulatief.Migrations.PostgreSql;
using Regulatief.Migrations.Sqlite;

namespace Regulatief.Tests.Robustness;

internal enum CommitFault
{
    /// <summary>The last statement was sent; the commit never was.</summary>
    Before,

    /// <summary>The connection is cut while the commit is under way.</summary>
    During,

    /// <summary>It is committed, and the caller hears an error.</summary>
    After,
}

/// <summary>A database that fails where the test says, as a driver tells it: before, during and after a commit, or at random.</summary>
internal sealed class FaultyStore(DatabaseProvider provider) : IDbCommandInterceptor, IDbTransactionInterceptor
{
    private const int SqliteBusy = 5;
    private const int SqliteReadFailed = 10;

    private readonly ConditionalWeakTable<DbContext, Plan> _plans = [];
    private readonly Lock _lock = new();
    private Random _random = new(0);
    private double _rate;
    private CommitFault? _next;
    private int? _everyStatement;
    private int _transactions;
    private int _failures;

    /// <summary>Transactions begun since the last <see cref="Fail"/>.</summary>
    public int Transactions => _transactions;

    /// <summary>Errors told since then.</summary>
    public int Failures => _failures;

    /// <summary>Has the next commit fail this way.</summary>
    public void FailNext(CommitFault fault)
    {
        (_transactions, _failures) = (0, 0);
        _next = fault;
    }

    /// <summary>Has every transaction fail at its statement of this number.</summary>
    public void FailEveryAt(int statement)
    {
        Fail(0, 0);
        _everyStatement = statement;
    }

    /// <summary>Has this share of the transactions fail: at one of their statements, or before, during or after their commit.</summary>
    public void Fail(double rate, int seed)
    {
        (_transactions, _failures) = (0, 0);
        (_rate, _random, _everyStatement) = (rate, new Random(seed), null);
    }

    /// <summary>Puts it under a host's database.</summary>
    public void Under(IServiceCollection services)
    {
        if (provider == DatabaseProvider.Sqlite) services.ConfigureDbContext<SqliteContext>(options => options.AddInterceptors(this));
        else services.ConfigureDbContext<PostgreSqlContext>(options => options.AddInterceptors(this));
    }

    public DbTransaction TransactionStarted(DbConnection connection, TransactionEndEventData eventData, DbTransaction result)
    {
        Begin(eventData.Context!);
        return result;
    }

    public ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
    {
        Begin(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    public async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        var fault = FaultOf(eventData.Context!);
        if (fault == CommitFault.Before || (fault == CommitFault.During && provider == DatabaseProvider.Sqlite)) throw Failure();
        if (fault == CommitFault.During) await CutAsync((NpgsqlConnection)transaction.Connection!, cancellationToken);
        return result;
    }

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        FaultOf(eventData.Context!) == CommitFault.After ? throw Failure() : Task.CompletedTask;

    public ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        CountStatement(eventData.Context);
        return ValueTask.FromResult(result);
    }

    public ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        CountStatement(eventData.Context);
        return ValueTask.FromResult(result);
    }

    private void Begin(DbContext context)
    {
        lock (_lock)
        {
            _transactions++;
            _plans.AddOrUpdate(context, _next is { } fault ? new Plan { AtCommit = fault } : Draw());
            _next = null;
        }
    }

    private Plan Draw()
    {
        if (_everyStatement is { } statement) return new Plan { AtStatement = statement };
        if (_random.NextDouble() >= _rate) return new Plan();
        return _random.Next(2) == 0 ? new Plan { AtStatement = _random.Next(1, 12) } : new Plan { AtCommit = (CommitFault)_random.Next(3) };
    }

    private CommitFault? FaultOf(DbContext context) => _plans.TryGetValue(context, out var plan) ? plan.AtCommit : null;

    private void CountStatement(DbContext? context)
    {
        if (context is not null && _plans.TryGetValue(context, out var plan) && context.Database.CurrentTransaction is not null && --plan.AtStatement == 0) throw Failure();
    }

    /// <summary>From the server's side, so that the driver meets what a broken network gives it.</summary>
    private async Task CutAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _failures);
        await using var other = new NpgsqlConnection(connection.ConnectionString);
        await other.OpenAsync(cancellationToken);
        await using var terminate = new NpgsqlCommand("SELECT pg_terminate_backend($1)", other) { Parameters = { new() { Value = connection.ProcessID } } };
        await terminate.ExecuteNonQueryAsync(cancellationToken);
    }

    private DbException Failure()
    {
        int kind;
        lock (_lock) kind = _random.Next(4);
        Interlocked.Increment(ref _failures);
        if (provider == DatabaseProvider.Sqlite)
            return kind < 2 ? new SqliteException("database is locked", SqliteBusy) : new SqliteException("disk I/O error", SqliteReadFailed);
        return kind switch
        {
            0 => new PostgresException("deadlock detected", "ERROR", "ERROR", PostgresErrorCodes.DeadlockDetected),
            1 => new PostgresException("could not serialize access due to concurrent update", "ERROR", "ERROR", PostgresErrorCodes.SerializationFailure),
            2 => new NpgsqlException("Exception while reading from stream", new TimeoutException("Timeout during reading attempt")),
            _ => new NpgsqlException("Exception while reading from stream", new IOException("Connection reset by peer")),
        };
    }

    private sealed class Plan
    {
        public int AtStatement { get; set; }

        public CommitFault? AtCommit { get; init; }
    }
}
