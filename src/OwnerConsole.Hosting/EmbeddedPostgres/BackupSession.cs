using Npgsql;

namespace OwnerConsole.Hosting.EmbeddedPostgres;

/// <summary>Connection of the replication role. When it closes, the write-ahead log that it retains is released.</summary>
internal sealed class BackupSession : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private BackupSession(NpgsqlConnection connection) => _connection = connection;

    public static async Task<BackupSession> Open(DataDirectory room, RolePasswords passwords, CancellationToken stop)
    {
        var way = new NpgsqlConnectionStringBuilder(room.ConnectionString(DatabaseRoles.Backup, passwords, "postgres")) { Pooling = false };
        var connection = new NpgsqlConnection(way.ConnectionString);
        await connection.OpenAsync(stop);
        return new(connection);
    }

    /// <returns>The system identifier of the cluster. Restored copies have the same one.</returns>
    public Task<string> Identify(CancellationToken stop) => Query<string>("select system_identifier::text from pg_control_system()", stop);

    public Task<bool> IsArchiving(CancellationToken stop) => Query<bool>("select current_setting('archive_mode') = 'on'", stop);

    /// <summary>Retains the write-ahead log from now on until this session ends.</summary>
    /// <returns>The current segment.</returns>
    public Task<string> Hold(CancellationToken stop) =>
        Query<string>("select pg_walfile_name(pg_current_wal_lsn()) from pg_create_physical_replication_slot('backup_' || pg_backend_pid(), true, true)", stop);

    /// <summary>Creates a named restore point in the write-ahead log.</summary>
    /// <returns>The segment that contains it.</returns>
    public Task<string> Mark(string name, CancellationToken stop) => Query<string>("select pg_walfile_name(pg_create_restore_point(@name))", stop, name);

    /// <summary>Finishes the current segment so that it can be shipped.</summary>
    public Task Switch(CancellationToken stop) => Query<object>("select pg_switch_wal()::text", stop);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<T> Query<T>(string sql, CancellationToken stop, string? name = null)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        if (name is not null)
            command.Parameters.AddWithValue("name", name);
        return (T)(await command.ExecuteScalarAsync(stop))!; // each query returns exactly one value
    }
}
