using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Regulatief.Benchmarks;

/// <summary>Notes what the product sends to its database, so that the same rows can be written again by raw SQL on a copy of the file.</summary>
internal sealed class WrittenStatements : DbCommandInterceptor, IDbTransactionInterceptor
{
    private readonly ConcurrentQueue<List<Statement>> _transactions = [];

    /// <summary>By connection: clients beside each other have one each.</summary>
    private readonly ConcurrentDictionary<Guid, List<Statement>> _open = [];

    private int _count;

    public bool IsOn { get; set; }

    public int Count => _count;

    public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result)
    {
        Note(command, eventData);
        return result;
    }

    public override ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        Note(command, eventData);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Note(command, eventData);
        return ValueTask.FromResult(result);
    }

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Close(eventData);

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Close(eventData);
        return Task.CompletedTask;
    }

    /// <summary>Writes all that was noted once more, each transaction as one: the least that a program could do to keep the same rows.</summary>
    /// <param name="connections">As many as there were clients; each takes the next transaction when it is done with its own.</param>
    public Task<Measurement> ReplayAsync(IReadOnlyList<DbConnection> connections) => Measurement.OfClientsAsync(connections.Count, _transactions, async (client, statements) =>
    {
        await using var transaction = await connections[client].BeginTransactionAsync();
        foreach (var statement in statements) await ExecuteAsync(connections[client], transaction, statement);
        await transaction.CommitAsync();
    });

    private static async Task ExecuteAsync(DbConnection connection, DbTransaction transaction, Statement statement)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = statement.Text;
        foreach (var (name, value) in statement.Parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        await command.ExecuteNonQueryAsync();
    }

    private void Note(DbCommand command, CommandEventData eventData)
    {
        if (!IsOn) return;
        Interlocked.Increment(ref _count);
        if (command.CommandText.TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase)) return;
        var statement = new Statement(command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(p => (p.ParameterName, p.Value ?? DBNull.Value))]);
        _open.GetOrAdd(eventData.ConnectionId, static _ => []).Add(statement);
    }

    private void Close(TransactionEndEventData eventData)
    {
        if (_open.TryRemove(eventData.ConnectionId, out var statements) && IsOn) _transactions.Enqueue(statements);
    }

    private sealed record Statement(string Text, List<(string Name, object Value)> Parameters);
}
