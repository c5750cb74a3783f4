using Npgsql;

namespace OwnerConsole.Hosting.EmbeddedPostgres;

/// <summary>Creates the database roles and their rights. Runs at every start, so that lost passwords and rights are restored.</summary>
internal static class DatabaseRoles
{
    public const string Super = "oc_super";
    public const string Owner = "oc_owner";
    public const string Migrator = "oc_migrator";
    public const string App = "oc_app";
    public const string Console = "oc_console";
    public const string Bound = "oc_bound";
    public const string Portal = "oc_portal";
    public const string Sequencer = "oc_sequencer";
    public const string Backup = "oc_backup";
    public const string Database = "console";

    public static async Task Make(NpgsqlConnection super, Func<string, string> password, CancellationToken stop)
    {
        await Execute(super, SuppressLogging + Roles(password), stop);
        await Execute(
            super,
            $"""
            do $$ begin if to_regrole('{Backup}') is null then create role {Backup}; end if; end $$;
            alter role {Backup} login replication password '{password(Backup)}';
            grant execute on function pg_create_restore_point(text), pg_switch_wal() to {Backup};
            """,
            stop
        );
        await using var exists = new NpgsqlCommand($"select 1 from pg_database where datname = '{Database}'", super);
        if (await exists.ExecuteScalarAsync(stop) is null)
            await Execute(super, $"create database {Database} owner {Owner}", stop);
    }

    public static Task Close(NpgsqlConnection superInDatabase, CancellationToken stop) =>
        Execute(superInDatabase, $"{Rights} grant execute on function pg_create_restore_point(text) to {App};", stop);

    /// <returns>A script for psql that creates roles, database and rights in an external PostgreSQL.</returns>
    public static string Script(Func<string, string> password) =>
        $"""
            {SuppressLogging}
            {Roles(password)}
            grant {Owner} to current_user;
            create database {Database} owner {Owner};
            \connect {Database}
            {Rights}
            {string.Concat(ServerSettings.Planning.Select(setting => $"alter database {Database} set {setting};\n"))}
            """;

    // A statement with a password must never be logged, even if it is slow or fails.
    private const string SuppressLogging = "set log_min_duration_statement = -1; set log_min_error_statement = panic; set client_min_messages = error;";

    private static string Roles(Func<string, string> password) =>
        $"""
            do $$
            declare role text;
            begin
              foreach role in array array['{Owner}', '{Migrator}', '{App}', '{Console}', '{Bound}', '{Portal}', '{Sequencer}'] loop
                if to_regrole(role) is null then execute format('create role %I', role); end if;
              end loop;
            end $$;
            alter role {Owner} nologin;
            alter role {Migrator} login noinherit password '{password(Migrator)}';
            alter role {App} login password '{password(App)}';
            alter role {Console} login password '{password(Console)}';
            alter role {Bound} login password '{password(Bound)}';
            alter role {Portal} login password '{password(Portal)}';
            alter role {Sequencer} login password '{password(Sequencer)}';
            grant {Owner} to {Migrator};
            alter role {Console} set default_transaction_read_only = on;
            alter role {Bound} set default_transaction_read_only = on;
            alter role {Portal} set default_transaction_read_only = on;
            alter role {App} set idle_in_transaction_session_timeout = '60s';
            alter role {Console} set idle_in_transaction_session_timeout = '60s';
            alter role {Bound} set idle_in_transaction_session_timeout = '60s';
            alter role {Portal} set idle_in_transaction_session_timeout = '60s';
            """;

    /// <summary>Revokes all default rights; each role receives its rights explicitly.</summary>
    private const string Rights = $"""
        revoke all on database {Database} from public;
        revoke all on schema public from public;
        grant connect on database {Database} to {Migrator}, {App}, {Console}, {Bound}, {Portal}, {Sequencer};
        grant usage on schema public to {App}, {Console}, {Bound}, {Portal}, {Sequencer};
        """;

    /// <summary>Resets the superuser's password in a restored copy, where it is unknown.</summary>
    public static async Task Renew(string super, string password, CancellationToken stop)
    {
        await using var connection = new NpgsqlConnection(super);
        await connection.OpenAsync(stop);
        await Execute(connection, $"set log_min_duration_statement = -1; alter role {Super} password '{password}'", stop);
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(stop);
    }
}
