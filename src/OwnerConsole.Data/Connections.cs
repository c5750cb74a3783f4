using System.Collections.Immutable;
using Npgsql;

namespace OwnerConsole.Data;

/// <summary>Connection strings of one PostgreSQL, one for each role, so that the database enforces what each part of the code can do.</summary>
public sealed record Connections
{
    private readonly ImmutableDictionary<string, string> _byRole;

    /// <param name="connection">Returns the connection string of a role.</param>
    public Connections(Func<DatabaseRole, string> connection) =>
        _byRole = DatabaseRole.All.ToImmutableDictionary(role => role.Name, connection, StringComparer.Ordinal);

    public string this[DatabaseRole role]
    {
        get => _byRole[role.Name];
        private init => _byRole = _byRole.SetItem(role.Name, value);
    }

    public string Migrator => this[DatabaseRole.Migrator];

    public string App
    {
        get => this[DatabaseRole.App];
        init => this[DatabaseRole.App] = value;
    }

    public string Console
    {
        get => this[DatabaseRole.Console];
        init => this[DatabaseRole.Console] = value;
    }

    public string Bound
    {
        get => this[DatabaseRole.Bound];
        init => this[DatabaseRole.Bound] = value;
    }

    public string Portal
    {
        get => this[DatabaseRole.Portal];
        init => this[DatabaseRole.Portal] = value;
    }

    public string Sequencer => this[DatabaseRole.Sequencer];

    /// <summary>
    /// Connection string of oc_console that bypasses the pooler used by <see cref="App"/>, <see cref="Console"/>, <see cref="Bound"/> and
    /// <see cref="Portal"/>, because listeners need a permanent connection. Null if there is no pooler.
    /// </summary>
    public string? Direct { get; init; }

    /// <summary>
    /// Skips loading the database's types, because only built-in types are used and loading takes several times as long as connecting.
    /// </summary>
    /// <param name="name">Application name shown by the server.</param>
    internal static NpgsqlDataSource CreateDataSource(string connection, string name, Action<NpgsqlConnectionStringBuilder> change)
    {
        var builder = new NpgsqlDataSourceBuilder(connection) { ConnectionStringBuilder = { ApplicationName = name } };
        change(builder.ConnectionStringBuilder);
        return builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false)).Build();
    }

    /// <summary>Creates a connection outside the pools.</summary>
    public static NpgsqlDataSource CreateUnpooled(string connection, string name) =>
        CreateDataSource(connection, $"owner-console {name}", way => way.Pooling = false);

    /// <summary>Omits the passwords, so that they can't be logged.</summary>
    public override string ToString() => nameof(Connections);
}
