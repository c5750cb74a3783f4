using System.Data;
using Npgsql;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Data;

/// <summary>The ways to the data: the tenants that a piece of work names, or reading, over all of them or over those that whoever asks is bound to.</summary>
public sealed class Database(Connections connections) : IAsyncDisposable
{
    /// <summary>Connections of each role, unless the connection string says how many.</summary>
    private const int Pooled = 16;

    /// <summary>A page that takes longer is given up: it would cost all others.</summary>
    private const int LongestRead = 15; // seconds

    private readonly NpgsqlDataSource _app = Source(connections.App, "owner-console", connections.Direct is not null);
    private readonly NpgsqlDataSource _console = Source(connections.Console, "owner-console reads", connections.Direct is not null, LongestRead);
    private readonly NpgsqlDataSource _bound = Source(connections.Bound, "owner-console bound reads", connections.Direct is not null, LongestRead);
    private readonly NpgsqlDataSource _portal = Source(connections.Portal, "owner-console portal reads", connections.Direct is not null, LongestRead);

    public Connections Connections { get; } = connections;

    /// <summary>What was committed here; <see cref="Notices"/> tells other nodes.</summary>
    public Bells Bells { get; } = new();

    /// <summary>Whether there is room for what one would write.</summary>
    public Fullness Fullness { get; } = new();

    /// <summary>For Identity's stores, which bring their own unit of work; they see no tenant's rows.</summary>
    public NpgsqlDataSource People => _app;

    /// <summary>Reads over all tenants, or over those that whoever asks is <see cref="Bound"/> to; the roles behind it can write nothing.</summary>
    public async Task<Work> Read(CancellationToken stop = default) =>
        Bound.Now is { } bound
            ? new(this, await (bound.IsPortal ? _portal : _bound).OpenConnectionAsync(stop), null, stop) { Bound = bound }
            : new(this, await _console.OpenConnectionAsync(stop), null, stop);

    /// <summary>Writes rows of the named tenants, through a door.</summary>
    /// <param name="tenants">ids; what else exists is neither seen nor written</param>
    public Task<Work> Write(Door door, IReadOnlyCollection<string> tenants, CancellationToken stop = default) => Begin(door, tenants, readOnly: false, stop);

    /// <summary>Looks at the named tenants inside a transaction that PostgreSQL keeps from writing: this is what a preview runs in.</summary>
    public Task<Work> Look(IReadOnlyCollection<string> tenants, CancellationToken stop = default) => Begin(default, tenants, readOnly: true, stop);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _console.DisposeAsync();
        await _bound.DisposeAsync();
        await _portal.DisposeAsync();
    }

    private async Task<Work> Begin(Door door, IReadOnlyCollection<string> tenants, bool readOnly, CancellationToken stop)
    {
        if (Bound.Now is { } bound && tenants.Where(id => id != IdSource.Platform && !bound.Tenants.Contains(id)).ToArray() is { Length: > 0 } others)
            throw Problem.NotFound("tenant", others);
        var connection = await _app.OpenConnectionAsync(stop);
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, stop);
            var work = new Work(this, connection, transaction, stop);
            work.Now = await work.One<DateTimeOffset>(
                """
                select now()
                 where set_config('app.tenant', @tenants, true) is not null
                   and set_config(@setting, @name, true) is not null
                   and set_config('transaction_read_only', @readOnly, true) is not null
                """,
                new
                {
                    tenants = string.Join(',', tenants),
                    setting = door.Setting ?? "app.run",
                    name = door.Name ?? "",
                    readOnly = readOnly ? "on" : "off",
                }
            );
            return work;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static NpgsqlDataSource Source(string connectionString, string name, bool isPooled, int longest = 30) =>
        Connections.Source(
            connectionString,
            name,
            way =>
            {
                way.CommandTimeout = longest;
                way.MaxAutoPrepare = isPooled ? 0 : 100; // a pooler gives each transaction another connection, which knows nothing of what was prepared
                way.NoResetOnClose = true;
                way.WriteBufferSize = 32 * 1024; // a thousand events are sent in ten pieces, not in forty
                way.Timezone = "UTC";
                if (!way.ShouldSerialize("Maximum Pool Size"))
                    way.MaxPoolSize = Pooled;
            }
        );
}
