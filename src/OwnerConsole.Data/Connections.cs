using Npgsql;

namespace OwnerConsole.Data;

/// <summary>Connection strings of one PostgreSQL, one for each role, so that the database enforces what each part of the code can do.</summary>
/// <param name="Migrator">oc_migrator: member of oc_owner, which changes only the schema.</param>
/// <param name="App">oc_app: access to the rows of named tenants, by row-level security.</param>
/// <param name="Console">oc_console: read access to all tenants.</param>
/// <param name="Bound">oc_bound: read access to the rows of named tenants, by row-level security.</param>
/// <param name="Portal">oc_portal: read access to the data on a tenant's portal pages, for one named tenant, by row-level security.</param>
/// <param name="Sequencer">oc_sequencer: reads the log and assigns positions to its lines.</param>
public sealed record Connections(string Migrator, string App, string Console, string Bound, string Portal, string Sequencer)
{
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
