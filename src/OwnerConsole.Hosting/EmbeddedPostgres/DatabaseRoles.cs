using Npgsql;
using OwnerConsole.Data;

namespace OwnerConsole.Hosting.EmbeddedPostgres;

/// <summary>Creates the database roles and their rights. Runs at every start, so that lost passwords and rights are restored.</summary>
internal static class DatabaseRoles
{
    public const string Super = "oc_super";
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
            await Execute(super, $"create database {Database} owner {DatabaseRole.Owner}", stop);
    }

    public static Task Close(NpgsqlConnection superInDatabase, CancellationToken stop) =>
        Execute(superInDatabase, $"{Rights} grant execute on function pg_create_restore_point(text) to {DatabaseRole.App.Name};", stop);

    /// <returns>A script for psql that creates roles, database and rights in an external PostgreSQL server.</returns>
    public static string Script(Func<string, string> password) =>
        $"""
            {SuppressLogging}
            {Roles(password)}
            grant {DatabaseRole.Owner} to current_user;
            create database {Database} owner {DatabaseRole.Owner};
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
              foreach role in array array['{DatabaseRole.Owner}', {Join(DatabaseRole.All, role => $"'{role.Name}'")}] loop
                if to_regrole(role) is null then execute format('create role %I', role); end if;
              end loop;
            end $$;
            alter role {DatabaseRole.Owner} nologin;
            {string.Concat(DatabaseRole.All.Select(role => Settings(role, password(role.Name))))}
            """;

    private static string Settings(DatabaseRole role, string password) =>
        $"alter role {role.Name} login {(role.IsSchemaOwner ? "noinherit " : "")}password '{password}';\n"
        + (role.IsSchemaOwner ? $"grant {DatabaseRole.Owner} to {role.Name};\n" : "")
        + (role.IsReadOnly ? $"alter role {role.Name} set default_transaction_read_only = on;\n" : "")
        + (role.IsPooled ? $"alter role {role.Name} set idle_in_transaction_session_timeout = '60s';\n" : "");

    /// <summary>Revokes all default rights; each role receives its rights explicitly.</summary>
    private static readonly string Rights = $"""
        revoke all on database {Database} from public;
        revoke all on schema public from public;
        grant connect on database {Database} to {Join(DatabaseRole.All, role => role.Name)};
        grant usage on schema public to {Join(DatabaseRole.All.Where(role => !role.IsSchemaOwner), role => role.Name)};
        """;

    private static string Join(IEnumerable<DatabaseRole> roles, Func<DatabaseRole, string> text) => string.Join(", ", roles.Select(text));

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
