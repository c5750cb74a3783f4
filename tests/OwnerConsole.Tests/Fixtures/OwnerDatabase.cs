using System.Text.RegularExpressions;
using Npgsql;

namespace OwnerConsole.Fixtures;

/// <summary>The database of an owner, with the views and the role that docs/guides/sql-views.md describes.</summary>
public sealed partial class OwnerDatabase : IAsyncDisposable
{
    public const string Password = "a long word of your own";

    private const string Tables = """
        create table accounts (id bigint primary key, name text, billing_email text, state text not null default 'active', trial_until timestamptz,
          created_at timestamptz not null default now(), plan text not null default 'starter', seats int not null default 1, country text,
          updated_at timestamptz not null default clock_timestamp());
        create table people (id bigint primary key, account_id bigint not null, name text, email text, role text not null default 'client',
          created_at timestamptz not null default now(), seen_at timestamptz, updated_at timestamptz not null default clock_timestamp());
        create table bookings (id bigint primary key, account_id bigint not null, person_id bigint, minutes int not null default 50,
          created_at timestamptz not null default clock_timestamp());
        """;

    private readonly string _way;

    private OwnerDatabase(string way, string role) => (_way, Role) = (way, role);

    public string Role { get; }

    public string Host => new NpgsqlConnectionStringBuilder(_way).Host!; // The connection string always has one.

    public string Database => new NpgsqlConnectionStringBuilder(_way).Database!; // The connection string always has one.

    /// <summary>The SQL statements of the docs, in order.</summary>
    public static string Documented
    {
        get
        {
            var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guides", "sql-views.md"));
            var begin = page.IndexOf("```sql", StringComparison.Ordinal) + "```sql".Length;
            return page[begin..page.IndexOf("```", begin, StringComparison.Ordinal)];
        }
    }

    public static async Task<OwnerDatabase> Open()
    {
        var name = "shop_" + Guid.CreateVersion7().ToString("N");
        await Execute(Super("postgres"), $"create database {name} template template0");
        var shop = new OwnerDatabase(Super(name), name);
        await shop.Execute(Tables);
        await shop.Execute(RoleName().Replace(Documented, name));
        return shop;
    }

    /// <summary>The connector settings for this database.</summary>
    public object Input(
        string? password = Password,
        string? role = null,
        string? host = null,
        int port = 5432,
        string? database = null,
        string encryption = "none"
    ) =>
        new
        {
            host = host ?? Host,
            port,
            database = database ?? Database,
            user_name = role ?? Role,
            password,
            encryption,
        };

    /// <summary>Creates a role that can read the views of any database of this cluster.</summary>
    /// <param name="way">Connection string of the owner of the database.</param>
    public static async Task<object> Reader(string way)
    {
        var role = "reader_" + Guid.CreateVersion7().ToString("N");
        await Execute(
            way,
            $"create role {role} login password '{Password}'; grant select on owner_console_tenants, owner_console_members, owner_console_events to {role}"
        );
        return new OwnerDatabase(way, role).Input();
    }

    public Task Execute(string sql) => Execute(_way, sql);

    public async Task<NpgsqlConnection> Connect()
    {
        var connection = new NpgsqlConnection(_way);
        await connection.OpenAsync();
        return connection;
    }

    public async ValueTask DisposeAsync() => await Execute(Super("postgres"), $"drop database {Database} with (force)", $"drop role {Role}");

    private static string Super(string database) =>
        new NpgsqlConnectionStringBuilder(TestCluster.Current.Super(TestCluster.Current.Template)) { Database = database, Pooling = false }.ConnectionString;

    private static async Task Execute(string way, params string[] statements)
    {
        await using var connection = new NpgsqlConnection(way);
        await connection.OpenAsync();
        foreach (var sql in statements)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    [GeneratedRegex(@"\bowner_console\b", RegexOptions.None, 1000)]
    private static partial Regex RoleName();
}
