using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Regulatief.Benchmarks;

/// <summary>Notes what the product sends to its database, so that the same rows can be written again by raw SQL on a copy of the file.</summary>
internal sealed class WrittenStatements : DbCommandInterceptor, IDbTransactionInterceptor
{
    private readonly List<List<Statement>> _transactions = [];
    private List<Statement> _open = [];

    public bool IsOn { get; set; }

    public int Count { get; private set; }

    public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result)
    {
        Note(command);
        return result;
    }

    public override ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return ValueTask.FromResult(result);
    }

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Close();

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Close();
        return Task.CompletedTask;
    }

    /// <summary>Writes all that was noted once more, each transaction as one: the least that a program could do to keep the same rows.</summary>
    public async Task<Measurement> ReplayAsync(DbConnection connection)
    {
        var measurement = new Measurement();
        foreach (var statements in _transactions)
        {
            await measurement.TimeAsync(async () =>
            {
                await using var transaction = await connection.BeginTransactionAsync();
                foreach (var statement in statements) await ExecuteAsync(connection, transaction, statement);
                await transaction.CommitAsync();
            });
        }

        return measurement;
    }

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

    private void Note(DbCommand command)
    {
        if (!IsOn) return;
        Count++;
        if (command.CommandText.TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase)) return;
        _open.Add(new Statement(command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(p => (p.ParameterName, p.Value ?? DBNull.Value))]));
    }

    private void Close()
    {
        if (IsOn && _open.Count > 0) _transactions.Add(_open);
        _open = [];
    }

    private sealed record Statement(string Text, List<(string Name, object Value)> Parameters);
}
