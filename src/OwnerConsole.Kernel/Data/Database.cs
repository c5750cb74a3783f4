using System.Data;
using Npgsql;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Data;

/// <summary>Entry point for data access: transactions on named tenants, and reads over all tenants or those the current user is limited to.</summary>
public sealed class Database(Connections connections) : IAsyncDisposable
{
    /// <summary>Maximum number of connections per role, unless set in the connection string.</summary>
    private const int Pooled = 16;

    /// <summary>Slower pages are cancelled, because they would slow down all others.</summary>
    private const int LongestRead = 15; // In seconds.

    private readonly NpgsqlDataSource _app = Source(connections.App, "owner-console", connections.Direct is not null);
    private readonly NpgsqlDataSource _console = Source(connections.Console, "owner-console reads", connections.Direct is not null, LongestRead);
    private readonly NpgsqlDataSource _bound = Source(connections.Bound, "owner-console bound reads", connections.Direct is not null, LongestRead);
    private readonly NpgsqlDataSource _portal = Source(connections.Portal, "owner-console portal reads", connections.Direct is not null, LongestRead);

    public Connections Connections { get; } = connections;

    /// <summary>Notifications of commits on this node; <see cref="Notices"/> notifies other nodes.</summary>
    public Bells Bells { get; } = new();

    /// <summary>Whether there is disk space for writes.</summary>
    public Fullness Fullness { get; } = new();

    /// <summary>For the stores of ASP.NET Core Identity, which manage their own transactions and can't see tenants' rows.</summary>
    public NpgsqlDataSource People => _app;

    /// <summary>Reads all tenants, or those the current user is <see cref="Bound"/> to; its database roles can't write.</summary>
    public async Task<Work> Read(CancellationToken stop = default) =>
        Bound.Now is { } bound
            ? new(this, await (bound.IsPortal ? _portal : _bound).OpenConnectionAsync(stop), null, stop) { Bound = bound }
            : new(this, await _console.OpenConnectionAsync(stop), null, stop);

    /// <summary>Writes rows of the named tenants from a declared origin.</summary>
    /// <param name="tenants">Tenant ids; other tenants can be neither read nor written.</param>
    public Task<Work> Write(Door door, IReadOnlyCollection<string> tenants, CancellationToken stop = default) => Begin(door, tenants, readOnly: false, stop);

    /// <summary>Reads the named tenants in a read-only transaction, as used by previews.</summary>
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
                way.MaxAutoPrepare = isPooled ? 0 : 100; // Behind a pooler each transaction may use another connection, without the prepared statements.
                way.NoResetOnClose = true;
                way.WriteBufferSize = 32 * 1024; // Sends a thousand events in ten packets instead of forty.
                way.Timezone = "UTC";
                if (!way.ShouldSerialize("Maximum Pool Size"))
                    way.MaxPoolSize = Pooled;
            }
        );
}
