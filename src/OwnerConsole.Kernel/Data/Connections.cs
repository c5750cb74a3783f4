using Npgsql;

namespace OwnerConsole.Kernel.Data;

/// <summary>One PostgreSQL, one connection string for each role: what a role may not do, no code can do by mistake.</summary>
/// <param name="Migrator">oc_migrator: member of oc_owner, changes the schema and nothing else</param>
/// <param name="App">oc_app: rows of the tenants it names, by row-level security</param>
/// <param name="Console">oc_console: reads over all tenants, writes nothing</param>
/// <param name="Bound">oc_bound: reads the rows of the tenants it names, by row-level security</param>
/// <param name="Portal">oc_portal: reads what a tenant's own pages show, of the one tenant it names, by row-level security</param>
/// <param name="Sequencer">oc_sequencer: reads the log and gives its lines their order</param>
public sealed record Connections(string Migrator, string App, string Console, string Bound, string Portal, string Sequencer)
{
    /// <summary>oc_console beside the pooler that <see cref="App"/>, <see cref="Console"/>, <see cref="Bound"/> and <see cref="Portal"/> go through: what listens must keep its connection. Null when there is no pooler.</summary>
    public string? Direct { get; init; }

    /// <summary>Every type that is spoken of is PostgreSQL's own, so nobody asks first which there are: that takes several times as long as to connect.</summary>
    /// <param name="name">under which the server lists it</param>
    internal static NpgsqlDataSource Source(string connection, string name, Action<NpgsqlConnectionStringBuilder> change)
    {
        var builder = new NpgsqlDataSourceBuilder(connection) { ConnectionStringBuilder = { ApplicationName = name } };
        change(builder.ConnectionStringBuilder);
        return builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false)).Build();
    }

    /// <summary>For a connection that no pool holds.</summary>
    internal static NpgsqlDataSource Alone(string connection, string name) => Source(connection, $"owner-console {name}", way => way.Pooling = false);

    /// <summary>Says nothing of the passwords, so that no log line can.</summary>
    public override string ToString() => nameof(Connections);
}
