using System.Text;
using Npgsql;
using OwnerConsole.Kernel.Outbound;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Integrations.Connectors;

/// <summary>A read-only transaction with a single snapshot in the connected database. Statements are never built from user input.</summary>
internal sealed class ViewSource : IAsyncDisposable
{
    /// <summary>Statement timeout in seconds.</summary>
    public const int MaxStatementSeconds = 20;

    private const int MaxConnectSeconds = 10; // seconds

    private readonly ConnectorSettings _settings;
    private readonly NpgsqlConnection _connection;
    private NpgsqlTransaction? _transaction;

    private ViewSource(ConnectorSettings settings, NpgsqlConnection connection) => (_settings, _connection) = (settings, connection);

    /// <exception cref="SourceException">The database can't be reached, or the role can write.</exception>
    public static Task<ViewSource> Open(ConnectorSettings settings, SecretBox box, CancellationToken stop) =>
        Open(settings, Encoding.UTF8.GetString(box.Decrypt(ConnectorSettings.Secret, settings.OpenedBy, settings.Password)), stop);

    /// <inheritdoc cref="Open(ConnectorSettings, SecretBox, CancellationToken)"/>
    public static async Task<ViewSource> Open(ConnectorSettings settings, string password, CancellationToken stop)
    {
        var source = new ViewSource(
            settings,
            new NpgsqlConnection(ConnectionString(settings, password)) { SslClientAuthenticationOptionsCallback = OutboundTls.DisableDownloads }
        );
        try
        {
            await source.Translate("connecting", () => source.Begin(stop), stop);
            await source.Translate("checking the permissions of the role", () => source.Guard(stop), stop);
            return source;
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <returns>The snapshot of this transaction.</returns>
    public Task<TransactionSnapshot> Snapshot(CancellationToken stop) =>
        Translate(
            "reading the clock",
            async () =>
            {
                await using var command = Command(
                    "select now(), pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint from pg_current_snapshot() s"
                );
                await using var reader = await command.ExecuteReaderAsync(stop);
                await reader.ReadAsync(stop);
                return new TransactionSnapshot(reader.GetFieldValue<DateTimeOffset>(0), reader.GetInt64(1), reader.GetInt64(2));
            },
            stop
        );

    /// <summary>Compares a view in the database with the expected columns.</summary>
    public Task<ViewShape> Shape(SqlView view, CancellationToken stop) =>
        Translate(
            $"checking {view.Name}",
            async () =>
            {
                await using var command = Command(
                    """
                    select a.attname::text, t.typname::text, t.typcategory::text, format_type(a.atttypid, a.atttypmod), has_table_privilege(a.attrelid, 'select')
                      from pg_attribute a join pg_type t on t.oid = a.atttypid
                     where a.attrelid = to_regclass(@view) and a.attnum > 0 and not a.attisdropped
                     order by a.attnum
                    """,
                    ("view", view.Name)
                );
                await using var reader = await command.ExecuteReaderAsync(stop);
                var found = new List<ViewShape.CatalogColumn>();
                while (await reader.ReadAsync(stop))
                    found.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2)[0], reader.GetString(3), reader.GetBoolean(4)));
                return ViewShape.Of(view, found, _settings.UserName);
            },
            stop
        );

    /// <summary>Reads the rows after a position, ordered by cursor and key.</summary>
    /// <param name="at">Cursor of the last row; null to start at the first row.</param>
    public Task<IReadOnlyList<ViewRow>> Rows(ViewShape shape, DateTimeOffset? at, string lastId, int most, CancellationToken stop) =>
        Translate(
            $"reading {shape.View.Name}",
            async () =>
            {
                var key = shape.View.Key;
                await using var command = Command(
                    $"""
                    select v.cursor, v.{key}, (to_jsonb(v) - 'cursor')::text
                      from (select {string.Join(", ", shape.Columns.Select(column => column.SelectExpression))} from {shape.View.Name}
                             where (cursor, {key}::text) > (coalesce(@at, '-infinity'::timestamptz), @lastId)
                             order by cursor, {key}::text
                             limit @most) v
                     order by 1, 2
                    """,
                    ("at", (object?)at?.UtcDateTime ?? DBNull.Value),
                    ("lastId", lastId),
                    ("most", most)
                );
                command.Parameters["at"].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz;
                await using var reader = await command.ExecuteReaderAsync(stop);
                var rows = new List<ViewRow>();
                while (await reader.ReadAsync(stop))
                    rows.Add(new(reader.GetFieldValue<DateTimeOffset>(0), reader.IsDBNull(1) ? "" : reader.GetString(1), reader.GetString(2)));
                return (IReadOnlyList<ViewRow>)rows;
            },
            stop
        );

    public async ValueTask DisposeAsync()
    {
        if (_transaction is not null)
            await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    /// <summary>Starts a transaction with one snapshot for all three views, so that referenced rows are included. The settings are local to the transaction, because a connection pooler drops others.</summary>
    private async Task<bool> Begin(CancellationToken stop)
    {
        await _connection.OpenAsync(stop);
        _transaction = await _connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, stop);
        await using var command = Command(
            $"set transaction read only; set local statement_timeout = '{MaxStatementSeconds}s'; set local lock_timeout = '5s'; set local timezone = 'UTC'"
        );
        await command.ExecuteNonQueryAsync(stop);
        return true;
    }

    /// <summary>Refuses a role that can write, directly or as a member of another role, so that the console can't change data by mistake.</summary>
    private async Task<bool> Guard(CancellationToken stop)
    {
        await using var command = Command(
            """
            with mine as materialized (select oid, rolname, rolsuper or rolcreaterole or rolreplication as is_mighty from pg_roles where pg_has_role(current_user, oid, 'member'))
            select case when exists (select from mine where is_mighty or rolname in ('pg_execute_server_program', 'pg_write_server_files')) then 'more than tables'
                   else (select string_agg(w.name, ', ')
                           from (select c.oid::regclass::text as name
                                   from pg_class c join pg_namespace n on n.oid = c.relnamespace
                                  where c.relkind in ('r', 'p', 'v', 'f') and n.nspname <> 'information_schema' and n.nspname not like 'pg\_%'
                                    and exists (select from mine m where has_table_privilege(m.oid, c.oid, 'insert, update, delete, truncate')
                                                                      or has_any_column_privilege(m.oid, c.oid, 'insert, update'))
                                  order by 1 limit 3) w) end
            """
        );
        if (await command.ExecuteScalarAsync(stop) is string written)
            throw new SourceException("can_write", $"{_settings.UserName} can write ({written}). Create a separate role that can only read the three views.")
            {
                Fix = $"create role owner_console login password '…';\n{SourceException.Grants("owner_console")}",
            };
        return true;
    }

    private NpgsqlCommand Command(string sql, params (string Name, object Value)[] args)
    {
        var command = new NpgsqlCommand(sql, _connection, _transaction);
        foreach (var (name, value) in args)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    private async Task<T> Translate<T>(string doing, Func<Task<T>> what, CancellationToken stop)
    {
        try
        {
            return await what();
        }
        catch (Exception error)
            when (error is NpgsqlException or System.Net.Sockets.SocketException or IOException or TimeoutException && !stop.IsCancellationRequested)
        {
            throw SourceException.Of(error, _settings, doing);
        }
    }

    private static string ConnectionString(ConnectorSettings settings, string password)
    {
        var isSocket = ConfigureConnector.IsSocket(settings.Host);
        var isClear = isSocket || settings.Encryption is TlsMode.None;
        return new NpgsqlConnectionStringBuilder
        {
            Host = settings.Host,
            Port = settings.Port,
            Database = settings.Database,
            Username = settings.UserName,
            Password = password,
            SslMode =
                isClear ? SslMode.Disable
                : settings.Encryption is TlsMode.Verified ? SslMode.VerifyFull
                : SslMode.Require,
            RequireAuth = isClear ? "ScramSHA256,MD5,None" : null, // never an unencrypted password
            ApplicationName = "owner-console connector",
            Timeout = MaxConnectSeconds,
            CommandTimeout = MaxStatementSeconds + 5,
            Pooling = false,
            Enlist = false,
        }.ConnectionString;
    }
}

/// <param name="Cursor">Time of the last change.</param>
/// <param name="Id">Value of the view's key column.</param>
/// <param name="Body">JSON of the columns without the cursor.</param>
internal sealed record ViewRow(DateTimeOffset Cursor, string Id, string Body);
