using System.Net;
using Npgsql;
using OwnerConsole.EmbeddedPostgres;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Commands;

/// <summary>The database: the owner's own PostgreSQL when its connection strings are given, a private one otherwise.</summary>
public sealed class Storage : IAsyncDisposable
{
    private static readonly string[] Names =
    [
        "ConnectionStrings__Migrate",
        "ConnectionStrings__App",
        "ConnectionStrings__Console",
        Bound,
        Portal,
        "ConnectionStrings__Sequencer",
    ];
    private const string Bound = "ConnectionStrings__Bound";
    private const string Portal = "ConnectionStrings__Portal";
    private const string Direct = "ConnectionStrings__Direct";
    private readonly Cluster? _cluster;

    private Storage(Connections connections, Cluster? cluster) => (Connections, _cluster) = (connections, cluster);

    public Connections Connections { get; }

    /// <summary>The owner's own PostgreSQL, which other nodes may use too.</summary>
    public bool IsShared => _cluster is null;

    /// <summary>Null for a database that is not ours: its volume may be anywhere.</summary>
    public Volume? Volume => _cluster?.Volume;

    /// <summary>The private database runs because of us: no console does.</summary>
    public bool IsOurs => _cluster is not null;

    /// <summary>Ends when the private database is gone for good; never for one that is not ours.</summary>
    public Task Lost => _cluster?.Lost ?? Task.Delay(Timeout.Infinite);

    /// <param name="join">a console that runs already with this data lends its database; serving wants one for itself</param>
    /// <exception cref="InstallationException">some connection strings are given and some are not, or one can't be read</exception>
    /// <exception cref="ClusterException">the private database can't run</exception>
    public static async Task<Storage> Open(string data, bool join, CancellationToken stop)
    {
        var given = Names.Where(name => Installation.Given(name) is not null).ToList();
        if (given.Count == Names.Length)
            return new(
                new(Read(Names[0]), Read(Names[1]), Read(Names[2]), Read(Names[3]), Read(Names[4]), Read(Names[5]))
                {
                    Direct = Installation.Given(Direct) is null ? null : Read(Direct),
                },
                null
            );
        if (given.Count > 0)
            throw new InstallationException(
                $"{string.Join(", ", given)} is set, but {string.Join(", ", Names.Except(given))} is not. "
                    + (
                        Names.Except(given).All(name => name is Bound or Portal)
                            ? "Since this release an own PostgreSQL has more roles: make them as docs/upgrade.md says."
                            : "An own PostgreSQL needs all six, each with its role; without any, a private one is started."
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

    /// <summary>Over a network the server has to prove who it is, unless the connection string says how else it may be: only then the passwords go to the right one.</summary>
    internal static NpgsqlConnectionStringBuilder Proved(string given)
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
            return Proved(Installation.Given(name)!).ConnectionString;
        }
        catch (ArgumentException unreadable)
        {
            throw new InstallationException(
                $"{name} can't be read: {unreadable.Message} It looks like Host=db.example;Database=console;Username=oc_app;Password=…"
            );
        }
    }

    private static bool IsHere(string? host) =>
        host is null or "localhost" || host.StartsWith('/') || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
