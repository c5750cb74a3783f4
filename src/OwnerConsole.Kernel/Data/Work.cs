using Npgsql;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Kernel.Data;

/// <summary>A unit of work: one connection, one transaction, the tenants it may touch and the door it came through.</summary>
/// <remarks>Made by <see cref="Database"/>. What is not committed when it is disposed is rolled back.</remarks>
public sealed class Work : IAsyncDisposable
{
    private readonly Database _database;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction? _transaction;
    private readonly CancellationToken _stop;
    private readonly HashSet<string> _calls = new(StringComparer.Ordinal);
    private readonly List<(string Sql, object? Args)> _later = [];
    private int _parts;

    internal Work(Database database, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken stop) =>
        (_database, _connection, _transaction, _stop) = (database, connection, transaction, stop);

    /// <summary>The database's clock at the start of the transaction, in UTC.</summary>
    public DateTimeOffset Now { get; internal set; }

    /// <summary>Cancelled when no one waits for the result any more.</summary>
    public CancellationToken Stop => _stop;

    /// <summary>Whom it reads for, when that is somebody who may not see all tenants.</summary>
    internal Bound? Bound { get; init; }

    /// <summary>True while an operation is carried out: Load takes the rows it will decide on.</summary>
    public bool Locks { get; internal set; }

    /// <summary>The run that is carried out; null outside of one.</summary>
    public string? RunId { get; internal set; }

    /// <summary>Put at the end of a Load: takes the rows of <paramref name="alias"/> while an operation is carried out, and nothing in a preview.</summary>
    public string ForUpdate(string alias) => Locks ? $"for no key update of {alias}" : "";

    /// <summary>Who asks for what is previewed or carried out; null outside of an operation.</summary>
    public Caller? Caller { get; internal set; }

    /// <summary>An id for what an operation makes: the same in the preview and in the run that carries it out.</summary>
    /// <param name="about">the subject it is made for; asked twice, it is the second thing made for it</param>
    public string NewId(string prefix, string about) =>
        NextId is { } next ? next(prefix, about) : throw new InvalidOperationException("Ids can be created only inside a preview or a run.");

    internal Func<string, string, string>? NextId { get; set; }

    /// <summary>A secret that whoever asked sees in this answer and never again; nothing of it is stored.</summary>
    public void ShowOnce(string secret) => Shown = secret;

    internal string? Shown { get; private set; }

    /// <returns>rows changed</returns>
    public async Task<int> Do(string sql, object? args = null)
    {
        await using var batch = Batch((sql, args));
        await Noting(() => batch.ExecuteNonQueryAsync(_stop));
        return batch.BatchCommands[^1].RecordsAffected is var rows and >= 0 ? (int)rows : -1;
    }

    /// <summary>Writes something that answers no rows, and nobody asks how many it wrote: it goes to the database with the next statement or the commit, before it, in one journey.</summary>
    public void Later(string sql, object? args = null) => _later.Add((sql, args));

    /// <returns>the first row, or the default when there is none</returns>
    public async Task<T?> One<T>(string sql, object? args = null) => await Rows<T>(sql, args, most: 1) is [var row] ? row : default;

    public Task<IReadOnlyList<T>> List<T>(string sql, object? args = null) => Rows<T>(sql, args, int.MaxValue);

    /// <summary>Carries out a part that may fail alone: when it throws or says false, what it wrote is rolled back and the rest of this work stands.</summary>
    public async Task Part(Func<Task<bool>> part)
    {
        var name = $"part_{_parts++}";
        await Do($"savepoint {name}");
        var keeps = false;
        try
        {
            keeps = await part();
            if (keeps)
                await Do($"release {name}"); // what the part writes later fails in it, not after it
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
                _later.Clear();
                if (_connection.State is System.Data.ConnectionState.Open)
                    await _transaction!.RollbackAsync(name, CancellationToken.None);
            }
        }
    }

    /// <summary>Goes on with other tenants; what was written for those before stays.</summary>
    internal Task Turn(IEnumerable<string> tenants) => Do("select set_config('app.tenant', @tenants, true)", new { tenants = string.Join(',', tenants) });

    /// <summary>Calls whoever waits on a channel, on every node, once this is committed.</summary>
    public void Call(string channel) => _calls.Add(channel);

    public async Task Commit()
    {
        await Do("commit");
        foreach (var channel in _calls)
            _database.Bells.Ring(channel);
    }

    /// <summary>Commits without waiting for the disk: for a step of something that goes on by itself. If the machine dies within the next moment the step is as if it had not been;
    /// nothing that follows from it can have been told by then, because the next ordinary commit, of anybody, takes it to the disk first.</summary>
    public Task CommitSoon()
    {
        Later("set local synchronous_commit = off");
        return Commit();
    }

    public async ValueTask DisposeAsync()
    {
        if (_transaction is not null)
            await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task<IReadOnlyList<T>> Rows<T>(string sql, object? args, int most)
    {
        await using var batch = Batch((sql, args));
        return await Noting(async () =>
        {
            await using var reader = await batch.ExecuteReaderAsync(_stop);
            if (Bound is not null)
                await reader.NextResultAsync(_stop); // the first is the setting's
            return await Data.Rows.Read<T>(reader, most, _stop);
        });
    }

    /// <summary>What waits to be written, then this; before it all, whom it is bound to. One batch is one transaction, so the setting costs no journey and leaves nothing behind.</summary>
    private NpgsqlBatch Batch((string Sql, object? Args) last)
    {
        var batch = new NpgsqlBatch(_connection, _transaction);
        if (Bound is { } bound)
            _later.Insert(0, ("select set_config('app.tenant', @Setting, true)", new { bound.Setting }));
        foreach (var (sql, args) in _later.Append(last))
        {
            var command = new NpgsqlBatchCommand(sql);
            Parameters.Add(command.Parameters, args);
            batch.BatchCommands.Add(command);
        }
        _later.Clear();
        return batch;
    }

    private async Task<T> Noting<T>(Func<Task<T>> send)
    {
        try
        {
            return await send();
        }
        catch (PostgresException error) when (Bound is not null && error.SqlState is PostgresErrorCodes.InsufficientPrivilege)
        {
            throw Data.Bound.Refused;
        }
        catch (PostgresException error) when (_database.Fullness.Note(error))
        {
            throw; // never: the filter only notes
        }
    }
}
