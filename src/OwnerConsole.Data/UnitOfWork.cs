using System.Diagnostics;
using Npgsql;

namespace OwnerConsole.Data;

/// <summary>A unit of work: one connection, one transaction, the tenants it can access and the origin of its writes.</summary>
/// <remarks>Created by <see cref="Database"/>. It is rolled back on dispose unless committed.</remarks>
public sealed class UnitOfWork : IAsyncDisposable
{
    private readonly Database _database;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction? _transaction;
    private readonly CancellationToken _stop;
    private readonly HashSet<string> _notifications = new(StringComparer.Ordinal);
    private readonly List<(string Sql, object? Args)> _deferred = [];
    private int _savepoints;
    private bool _isDisposed;

    internal UnitOfWork(Database database, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken stop) =>
        (_database, _connection, _transaction, _stop) = (database, connection, transaction, stop);

    /// <summary>The database's clock at the start of the transaction, in UTC.</summary>
    public DateTimeOffset Now { get; internal set; }

    /// <summary>Cancelled when no one waits for the result any more.</summary>
    public CancellationToken Stop => _stop;

    /// <summary>The user it reads for, if that user can't see all tenants.</summary>
    internal TenantScope? Scope { get; init; }

    /// <summary>Whether an operation is being executed, so that Load locks the rows it decides on.</summary>
    public bool IsLocking { get; internal set; }

    /// <summary>The current run; null outside of one.</summary>
    public string? RunId { get; internal set; }

    /// <summary>Name of the operation that is previewed or executed; null outside of one.</summary>
    public string? Operation { get; internal set; }

    /// <summary>Declared origin of its writes, other than a run; null if it only reads.</summary>
    internal string? Origin { get; init; }

    /// <summary>Tenants whose rows it can read or write; empty if it isn't limited to named tenants.</summary>
    internal IReadOnlyCollection<string> Tenants { get; init; } = [];

    /// <summary>Suffix for a Load statement: locks the rows of <paramref name="alias"/> during execution, and is empty in a preview.</summary>
    public string ForUpdate(string alias) => IsLocking ? $"for no key update of {alias}" : "";

    /// <summary>The user who previews or runs the operation; null outside of one.</summary>
    public Caller? Caller { get; internal set; }

    /// <summary>Returns an id for an object that an operation creates: the same in the preview and in the run.</summary>
    /// <param name="about">Subject it is created for; a second call returns the id of a second object.</param>
    public string NewId(string prefix, string about) =>
        IdFactory is { } next ? next(prefix, about) : throw new InvalidOperationException("Ids can be created only inside a preview or a run.");

    internal Func<string, string, string>? IdFactory { get; set; }

    /// <summary>A secret shown once to the requester in this response and never stored.</summary>
    public void ShowSecretOnce(string secret) => OneTimeSecret = secret;

    internal string? OneTimeSecret { get; private set; }

    /// <returns>The number of changed rows.</returns>
    public async Task<int> Execute(string sql, object? args = null)
    {
        await using var batch = Batch((sql, args));
        await SendAndRecord(batch, () => batch.ExecuteNonQueryAsync(_stop));
        return batch.BatchCommands[^1].RecordsAffected is var rows and >= 0 ? (int)rows : -1;
    }

    /// <summary>Queues a write without a result: it is sent together with the next statement or the commit, in one round trip.</summary>
    public void Defer(string sql, object? args = null) => _deferred.Add((sql, args));

    /// <returns>The first row, or the default if there is none.</returns>
    public async Task<T?> One<T>(string sql, object? args = null) => await Rows<T>(sql, args, most: 1) is [var row] ? row : default;

    public Task<IReadOnlyList<T>> List<T>(string sql, object? args = null) => Rows<T>(sql, args, int.MaxValue);

    /// <summary>
    /// Executes a part that can fail separately: if it throws or returns false, its writes are rolled back and the rest of the transaction continues.
    /// </summary>
    public async Task TryPart(Func<Task<bool>> part)
    {
        var name = $"part_{_savepoints++}";
        await Execute($"savepoint {name}");
        var keeps = false;
        try
        {
            keeps = await part();
            if (keeps)
                await Execute($"release {name}"); // Queued writes of this part fail within it, not later.
        }
        catch
        {
            keeps = false;
            throw;
        }
        finally
        {
            if (!keeps)
            {
                _deferred.Clear();
                if (_connection.State is System.Data.ConnectionState.Open)
                    await _transaction!.RollbackAsync(name, CancellationToken.None);
            }
        }
    }

    /// <summary>Continues with other tenants; earlier writes are kept.</summary>
    internal Task SwitchTenants(IEnumerable<string> tenants) =>
        Execute("select set_config('app.tenant', @tenants, true)", new { tenants = string.Join(',', tenants) });

    /// <summary>Notifies listeners on a channel, on every node, after the commit.</summary>
    public void Notify(string channel) => _notifications.Add(channel);

    public async Task Commit()
    {
        await Execute("commit");
        foreach (var channel in _notifications)
            _database.Notifier.Notify(channel);
    }

    /// <summary>
    /// Commits without waiting for the disk, for a step of recurring background work. If the machine fails shortly afterwards, the step is lost;
    /// nothing based on it can have been acknowledged, because the next regular commit flushes it first.
    /// </summary>
    public Task CommitWithoutFlush()
    {
        Defer("set local synchronous_commit = off");
        return Commit();
    }

    /// <remarks>Once only: Npgsql gives the transaction object of a closed connection to the next user of the connection, whose transaction a second call would end.</remarks>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        try
        {
            if (_transaction is not null)
                await _transaction.DisposeAsync();
        }
        finally
        {
            await _connection.DisposeAsync(); // also if the rollback fails; otherwise the pool would never get it back
            _database.OpenUnits.Remove(this);
        }
    }

    private async Task<IReadOnlyList<T>> Rows<T>(string sql, object? args, int most)
    {
        await using var batch = Batch((sql, args));
        return await SendAndRecord(
            batch,
            async () =>
            {
                await using var reader = await batch.ExecuteReaderAsync(_stop);
                if (Scope is not null)
                    await reader.NextResultAsync(_stop); // The first result belongs to the setting.
                return await Data.RowReader.Read<T>(reader, most, _stop);
            }
        );
    }

    /// <summary>
    /// Sends the queued writes followed by this statement, preceded by the access limits. A batch is one transaction, so the setting needs no extra
    /// round trip and doesn't outlive it.
    /// </summary>
    private NpgsqlBatch Batch((string Sql, object? Args) last)
    {
        var batch = new NpgsqlBatch(_connection, _transaction);
        if (Scope is { } bound)
            _deferred.Insert(0, ("select set_config('app.tenant', @Setting, true)", new { bound.Setting }));
        foreach (var (sql, args) in _deferred.Append(last))
        {
            var command = new NpgsqlBatchCommand(sql);
            Parameters.Add(command.Parameters, args);
            batch.BatchCommands.Add(command);
        }
        _deferred.Clear();
        return batch;
    }

    private async Task<T> SendAndRecord<T>(NpgsqlBatch batch, Func<Task<T>> send)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            return await send();
        }
        catch (PostgresException error) when (Scope is not null && error.SqlState is PostgresErrorCodes.InsufficientPrivilege)
        {
            throw Data.TenantScope.OutOfScope;
        }
        catch (PostgresException error) when (_database.DiskSpaceGuard.RecordRefusal(error))
        {
            throw; // Never reached: the filter only records the error.
        }
        finally
        {
            if (Stopwatch.GetElapsedTime(started) is var took && took > SlowQueries.Limit)
                _database.SlowQueries.Report(new(batch.BatchCommands[^1].CommandText, took, Origin, Operation, RunId, Caller?.Id, FindOnlyTenant()));
        }
    }

    /// <returns>Its only tenant apart from the platform; null if there is none or more than one.</returns>
    private string? FindOnlyTenant() => Tenants.Where(id => id != IdGenerator.Platform).Take(2).ToArray() is [var tenant] ? tenant : null;
}
