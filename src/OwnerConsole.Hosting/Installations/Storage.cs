using System.Net;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Hosting.EmbeddedPostgres;

namespace OwnerConsole.Hosting.Installations;

/// <summary>The database: an external PostgreSQL server if its connection strings are set, otherwise an embedded one.</summary>
public sealed class Storage : IAsyncDisposable
{
    private const string Direct = DatabaseRole.Variables + "Direct";
    private readonly Cluster? _cluster;

    private Storage(Connections connections, Cluster? cluster) => (Connections, _cluster) = (connections, cluster);

    public Connections Connections { get; }

    /// <summary>True for an external PostgreSQL server, which other nodes may also use.</summary>
    public bool IsShared => _cluster is null;

    /// <summary>Null for an external PostgreSQL server, whose volume is unknown.</summary>
    public Volume? Volume => _cluster?.Volume;

    /// <summary>True if this process runs the embedded database, because no console does.</summary>
    public bool IsOurs => _cluster is not null;

    /// <summary>Completes when the embedded database is lost permanently; never completes for an external one.</summary>
    public Task Lost => _cluster?.Lost ?? Task.Delay(Timeout.Infinite);

    /// <param name="join">True to use the database of a console that already runs with this data; serving needs its own.</param>
    /// <exception cref="InstallationException">Only some connection strings are set, or one is invalid.</exception>
    /// <exception cref="ClusterException">The embedded database can't run.</exception>
    public static async Task<Storage> Open(string data, bool join, CancellationToken stop)
    {
        var given = DatabaseRole.All.Where(role => Installation.Variable(role.Variable) is not null).ToList();
        var missing = DatabaseRole.All.Except(given).ToList();
        if (missing.Count == 0)
            return new(new(role => Read(role.Variable)) { Direct = Installation.Variable(Direct) is null ? null : Read(Direct) }, null);
        if (given.Count > 0)
            throw new InstallationException(
                $"{string.Join(", ", given.Select(role => role.Variable))} is set, but {string.Join(", ", missing.Select(role => role.Variable))} is not. "
                    + (
                        missing.All(role => role.IsAddition)
                            ? "This release needs additional roles in an external PostgreSQL server: create them as described in docs/guides/external-postgresql.md."
                            : "An external PostgreSQL server needs all six, each with its own role. If none is set, the embedded PostgreSQL is started."
                    )
            );

        var options = new ClusterOptions(data, Say: Console.Error.WriteLine) { Archive = Installation.IsBackedUp };
        try
        {
            var cluster = await Cluster.Start(options, stop);
            return new(cluster.Connections, cluster);
        }
        catch (ClusterException running) when (join && running.ExitCode == ClusterException.AnotherRuns)
        {
            return new(await Cluster.Join(options, stop), null);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }

    /// <summary>Verifies the server's certificate over a network unless the connection string says otherwise, so that passwords reach only the right server.</summary>
    internal static NpgsqlConnectionStringBuilder EnsureVerified(string given)
    {
        var read = new NpgsqlConnectionStringBuilder(given);
        if (!read.ShouldSerialize("SSL Mode") && !IsHere(read.Host))
            read.SslMode = SslMode.VerifyFull;
        return read;
    }

    private static string Read(string name)
    {
        try
        {
            return EnsureVerified(Installation.Variable(name)!).ConnectionString;
        }
        catch (ArgumentException unreadable)
        {
            throw new InstallationException(
                $"{name} is invalid: {unreadable.Message} Expected a value such as Host=db.example;Database=console;Username={DatabaseRole.App.Name};Password=…"
            );
        }
    }

    private static bool IsHere(string? host) =>
        host is null or "localhost" || host.StartsWith('/') || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
