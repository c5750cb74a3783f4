using System.Security.Cryptography;
using Npgsql;

namespace OwnerConsole.Kernel.Data;

/// <summary>Applies migrations: one at a time under an advisory lock, each file in its own transaction, recorded with its hash.</summary>
/// <param name="patience">Maximum time a file waits for a lock. Others queue behind it, so it then releases them and retries. 5 seconds if
/// null.</param>
public sealed class Migrator(string connectionString, IReadOnlyList<Migration> migrations, TimeSpan? patience = null)
{
    private const long Lock = 7_306_085_571_211_047_936; // Arbitrary lock id, unique to the console.
    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Starts with less than PostgreSQL's deadlock timeout of one second: if a migration and a request of the previous release block each other, the
    /// request would be cancelled. The last attempt waits longer for locks that are held continuously.
    /// </summary>
    private static readonly TimeSpan[] s_lockTimeouts =
    [
        .. Enumerable.Repeat(TimeSpan.FromMilliseconds(200), 8),
        .. Enumerable.Repeat(TimeSpan.FromMilliseconds(900), 4),
        .. Enumerable.Repeat(s_maxWait, 2),
    ];

    /// <returns>Names of the newly applied migrations.</returns>
    /// <exception cref="SchemaException">An applied file was changed, or the database is newer than this release.</exception>
    public async Task<IReadOnlyList<string>> Run(CancellationToken stop = default)
    {
        await using var way = Connections.CreateUnpooled(connectionString, "migrate");
        await using var connection = await way.OpenConnectionAsync(stop);
        await Execute(connection, "set role oc_owner", stop);
        await Execute(connection, $"select pg_advisory_lock({Lock})", stop);
        await Execute(
            connection,
            "create schema if not exists migrations; create table if not exists migrations.applied (number int primary key, name text not null, hash text not null, at timestamptz not null default now())",
            stop
        );
        var applied = await Applied(connection, stop);
        Check(applied);

        var done = new List<string>();
        foreach (var migration in migrations.Where(migration => !applied.ContainsKey(migration.Number)))
        {
            await ApplyWithRetry(connection, migration, stop);
            done.Add(migration.Name);
        }
        return done;
    }

    /// <returns>All migrations with the time they were applied; null if pending.</returns>
    public async Task<IReadOnlyList<(Migration Migration, DateTimeOffset? At)>> Status(CancellationToken stop = default)
    {
        await using var way = Connections.CreateUnpooled(connectionString, "migrate");
        await using var connection = await way.OpenConnectionAsync(stop);
        await Execute(connection, "set role oc_owner", stop);
        await using var exists = new NpgsqlCommand("select to_regclass('migrations.applied') is not null", connection);
        var applied = (bool)(await exists.ExecuteScalarAsync(stop))! ? await Applied(connection, stop) : [];
        return migrations.Select(migration => (migration, applied.TryGetValue(migration.Number, out var row) ? row.At : (DateTimeOffset?)null)).ToList();
    }

    private async Task ApplyWithRetry(NpgsqlConnection connection, Migration migration, CancellationToken stop)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await Apply(connection, migration, s_lockTimeouts[attempt], stop);
                return;
            }
            catch (PostgresException busy) when (TransientErrors.IsConflict(busy) && attempt + 1 < s_lockTimeouts.Length)
            {
                await Task.Delay(RandomNumberGenerator.GetInt32(20, 120), stop); // Lets queued requests proceed first.
            }
            catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.RaiseException)
            {
                throw new SchemaException(missing.MessageText); // The message in the file explains what to do.
            }
            catch (PostgresException busy) when (busy.SqlState is PostgresErrorCodes.LockNotAvailable)
            {
                throw new SchemaException(
                    $"Migration {migration.Name} is blocked by a lock on a table: {busy.MessageText}. Nothing was applied. End the blocking statement (see pg_stat_activity) and start again."
                );
            }
        }
    }

    private async Task Apply(NpgsqlConnection connection, Migration migration, TimeSpan wait, CancellationToken stop)
    {
        await using var transaction = await connection.BeginTransactionAsync(stop);
        var most = patience is { } given && given < wait ? given : wait;
        await Execute(connection, $"set local lock_timeout = {(int)most.TotalMilliseconds}", stop);
        await Execute(connection, migration.Sql, stop);
        await using var remember = new NpgsqlCommand(
            "insert into migrations.applied (number, name, hash) values (@number, @name, @hash)",
            connection,
            transaction
        );
        remember.Parameters.AddWithValue("number", migration.Number);
        remember.Parameters.AddWithValue("name", migration.Name);
        remember.Parameters.AddWithValue("hash", migration.Hash);
        await remember.ExecuteNonQueryAsync(stop);
        await transaction.CommitAsync(stop);
    }

    private void Check(Dictionary<int, (string Name, string Hash, DateTimeOffset At)> applied)
    {
        var known = migrations.ToDictionary(migration => migration.Number);
        foreach (var (number, row) in applied)
        {
            if (!known.TryGetValue(number, out var migration))
                throw new SchemaException(
                    $"The database has migration {row.Name}, which this release does not know. It was upgraded by a newer release. Start that release, or restore a backup from before the upgrade."
                );
            if (migration.Hash != row.Hash)
                throw new SchemaException(
                    $"Migration {migration.Name} was changed after it was applied on {row.At:yyyy-MM-dd}. Restore the file as it was and put the change into a new migration."
                );
        }
    }

    private static async Task<Dictionary<int, (string Name, string Hash, DateTimeOffset At)>> Applied(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("select number, name, hash, at from migrations.applied", connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var rows = new Dictionary<int, (string, string, DateTimeOffset)>();
        while (await reader.ReadAsync(stop))
            rows[reader.GetInt32(0)] = (reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3));
        return rows;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(stop);
    }
}

/// <summary>The schema is not what this release expects; the message explains what to do.</summary>
public sealed class SchemaException(string message) : Exception(message);
