using System.Security.Cryptography;
using Npgsql;

namespace StudioApp.Data;

/// <summary>StudioApp's database.</summary>
internal sealed class StudioDatabase(string address) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(address);

    /// <returns>Ten letters and digits that are hard to confuse.</returns>
    public static string NewId(string kind) => $"{kind}-{RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 10)}";

    public async Task Prepare(CancellationToken stop)
    {
        await using var resource = typeof(StudioDatabase).Assembly.GetManifestResourceStream("schema.sql")!; // the project embeds it
        using var reader = new StreamReader(resource);
        await Execute(await reader.ReadToEndAsync(stop), stop);
    }

    /// <returns>Number of affected rows.</returns>
    public async Task<int> Execute(string sql, CancellationToken stop, params object?[] values)
    {
        await using var connection = await _source.OpenConnectionAsync(stop);
        return await new StudioTransaction(connection, stop).Execute(sql, values);
    }

    public async Task<IReadOnlyList<T>> Rows<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken stop, params object?[] values)
    {
        await using var connection = await _source.OpenConnectionAsync(stop);
        return await new StudioTransaction(connection, stop).Rows(sql, read, values);
    }

    /// <summary>Runs the work in one transaction.</summary>
    public async Task<T> InTransaction<T>(Func<StudioTransaction, Task<T>> work, CancellationToken stop)
    {
        await using var connection = await _source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        var done = await work(new(connection, stop));
        await transaction.CommitAsync(stop);
        return done;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
