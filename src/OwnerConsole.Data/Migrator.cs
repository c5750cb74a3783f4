using System.Security.Cryptography;
using Npgsql;

namespace OwnerConsole.Data;

/// <summary>Applies migrations: one at a time under an advisory lock, each file in its own transaction, recorded with its hash.</summary>
/// <remarks>Each file is recorded with the release that applied it, so that an older release recognises a database that a newer one has changed.</remarks>
/// <param name="patience">Maximum time a file waits for a lock. Others queue behind it, so it then releases them and retries. 5 seconds if
/// null.</param>
/// <param name="release">Number of the release that applies the files.</param>
public sealed class Migrator(string connectionString, IReadOnlyList<Migration> migrations, TimeSpan? patience = null, int release = Migrator.CurrentRelease)
{
    /// <summary>Increases with every release that changes the schema: 3 is 0.3.</summary>
    public const int CurrentRelease = 3;

    private const string CreateRecord = """
        create schema if not exists migrations;
        create table if not exists migrations.applied (
          name    text not null,
          hash    text not null,
          release int not null default 0,
          at      timestamptz not null default clock_timestamp(),
          primary key (name, hash)
        )
        """;

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
    /// <exception cref="SchemaException">An applied file was changed, the database is newer than this release, or a role is missing.</exception>
    public async Task<IReadOnlyList<string>> Run(CancellationToken stop = default)
    {
        await using var way = Connections.CreateUnpooled(connectionString, "migrate");
        await using var connection = await way.OpenConnectionAsync(stop);
        await Execute(connection, $"set role {DatabaseRole.Owner}", stop);
        await Execute(connection, $"select pg_advisory_lock({Lock})", stop);
        await Execute(connection, CreateRecord, stop);
        var applied = await Applied(connection, stop);
        Check(applied);
        await RequireRoles(connection, stop);

        var done = new List<string>();
        foreach (var migration in migrations.Where(migration => TimeApplied(migration, applied) is null))
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
        await Execute(connection, $"set role {DatabaseRole.Owner}", stop);
        await using var exists = new NpgsqlCommand("select to_regclass('migrations.applied') is not null", connection);
        var applied = (bool)(await exists.ExecuteScalarAsync(stop))! ? await Applied(connection, stop) : Array.Empty<AppliedFile>().ToLookup(file => file.Name);
        return migrations.Select(migration => (migration, TimeApplied(migration, applied))).ToList();
    }

    private static async Task RequireRoles(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("select name from unnest(@names) name where to_regrole(name) is null order by name", connection);
        command.Parameters.AddWithValue("names", DatabaseRole.All.Select(role => role.Name).ToArray());
        var missing = new List<string>();
        await using var rows = await command.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
            missing.Add(rows.GetString(0));
        if (missing.Count > 0)
            throw new SchemaException(
                missing.Count == 1
                    ? $"The role {missing[0]} is missing: create it as described in docs/guides/external-postgresql.md and start again."
                    : $"The roles {string.Join(" and ", missing)} are missing: create them as described in docs/guides/external-postgresql.md and start again."
            );
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
        if (migration.IsRepeatable)
            await Execute(connection, "set local check_function_bodies = off", stop); // Functions can name each other in any order.
        await Execute(connection, migration.Sql, stop);
        await using var remember = new NpgsqlCommand(
            """
            insert into migrations.applied (name, hash, release) values (@name, @hash, @release)
            on conflict (name, hash) do update set release = excluded.release, at = clock_timestamp()
            """,
            connection,
            transaction
        );
        remember.Parameters.AddWithValue("release", release);
        remember.Parameters.AddWithValue("name", migration.Name);
        remember.Parameters.AddWithValue("hash", migration.Hash);
        await remember.ExecuteNonQueryAsync(stop);
        await transaction.CommitAsync(stop);
    }

    /// <returns>When the file was applied; null if it is pending or was changed since.</returns>
    private static DateTimeOffset? TimeApplied(Migration migration, ILookup<string, AppliedFile> applied) =>
        Last(migration, applied) is { } last && last.Hash == migration.Hash ? last.At : null;

    private static AppliedFile? Last(Migration migration, ILookup<string, AppliedFile> applied) =>
        applied[migration.Name].MaxBy(file => (file.Release, file.At));

    private void Check(ILookup<string, AppliedFile> applied)
    {
        var known = migrations.Where(migration => !migration.IsRepeatable).Select(migration => migration.Name).ToHashSet(StringComparer.Ordinal);
        if (applied.Select(file => file.Key).FirstOrDefault(name => !known.Contains(name) && !new Migration(name, "").IsRepeatable) is { } unknown)
            throw Newer($"migration {unknown}, which this release does not know");
        if (applied.SelectMany(files => files).FirstOrDefault(file => file.Release > release) is { } newer)
            throw Newer($"a later version of {newer.Name}");
        foreach (var migration in migrations.Where(migration => !migration.IsRepeatable))
            if (Last(migration, applied) is { } last && last.Hash != migration.Hash)
                throw new SchemaException(
                    $"Migration {migration.Name} was changed after it was applied on {last.At:yyyy-MM-dd}. Restore the file as it was and put the change into a new migration."
                );
    }

    private static SchemaException Newer(string what) =>
        new($"The database has {what}. It was upgraded by a newer release. Start that release, or restore a backup from before the upgrade.");

    /// <exception cref="SchemaException">The database is of a release that numbered its migrations across the product.</exception>
    private static async Task<ILookup<string, AppliedFile>> Applied(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var numbered = new NpgsqlCommand(
            "select exists (select from pg_attribute where attrelid = 'migrations.applied'::regclass and attname = 'number' and not attisdropped)",
            connection
        );
        if ((bool)(await numbered.ExecuteScalarAsync(stop))!)
            throw new SchemaException(
                "This database was created by a release before 0.3, which can't be upgraded. Start with an empty data directory, or start the earlier release."
            );
        await using var command = new NpgsqlCommand("select name, hash, release, at from migrations.applied", connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var files = new List<AppliedFile>();
        while (await reader.ReadAsync(stop))
            files.Add(new(reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetFieldValue<DateTimeOffset>(3)));
        return files.ToLookup(file => file.Name, StringComparer.Ordinal);
    }

    private sealed record AppliedFile(string Name, string Hash, int Release, DateTimeOffset At);

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(stop);
    }
}

/// <summary>The schema is not what this release expects; the message explains what to do.</summary>
public sealed class SchemaException(string message) : Exception(message);
