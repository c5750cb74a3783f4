using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;

namespace OwnerConsole.Data;

/// <summary>Entry point for data access: transactions on named tenants, and reads over all tenants or those the current user is limited to.</summary>
public sealed class Database(Connections connections) : IAsyncDisposable
{
    /// <summary>Maximum number of connections per role, unless set in the connection string.</summary>
    private const int MaxPoolSize = 16;

    /// <summary>Slower pages are cancelled, because they would slow down all others.</summary>
    private const int MaxReadSeconds = 15; // In seconds.

    private readonly NpgsqlDataSource _app = CreateDataSource(connections.App, "owner-console", connections.Direct is not null);
    private readonly NpgsqlDataSource _console = CreateDataSource(connections.Console, "owner-console reads", connections.Direct is not null, MaxReadSeconds);
    private readonly NpgsqlDataSource _bound = CreateDataSource(connections.Bound, "owner-console bound reads", connections.Direct is not null, MaxReadSeconds);
    private readonly NpgsqlDataSource _portal = CreateDataSource(
        connections.Portal,
        "owner-console portal reads",
        connections.Direct is not null,
        MaxReadSeconds
    );

    public Connections Connections { get; } = connections;

    /// <summary>Notifications of commits on this node; <see cref="NotificationListener"/> notifies other nodes.</summary>
    public Notifier Notifier { get; } = new();

    /// <summary>Whether there is disk space for writes.</summary>
    public DiskSpaceGuard DiskSpaceGuard { get; } = new();

    /// <summary>Statements that take long.</summary>
    public SlowQueries SlowQueries { get; } = new();

    /// <summary>For the stores of ASP.NET Core Identity, which manage their own transactions and can't see tenants' rows.</summary>
    public NpgsqlDataSource IdentityDataSource => _app;

    /// <summary>The code that holds each open connection, named when no connection is left.</summary>
    internal OpenUnits OpenUnits { get; } = new();

    /// <summary>Reads people, keys and sessions without a transaction, because every request needs them.</summary>
    public async Task<UnitOfWork> ReadIdentities(CancellationToken stop, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        OpenUnits.Add(new(this, await Open(_app, stop), null, stop), file, line);

    /// <summary>Reads all tenants, or those the current user is <see cref="TenantScope"/> to; its database roles can't write.</summary>
    public async Task<UnitOfWork> Read(CancellationToken stop = default, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        OpenUnits.Add(
            TenantScope.Current is { } bound
                ? new(this, await Open(bound.IsPortal ? _portal : _bound, stop), null, stop) { Scope = bound }
                : new(this, await Open(_console, stop), null, stop),
            file,
            line
        );

    /// <summary>Writes rows of the named tenants from a declared origin.</summary>
    /// <param name="tenants">Tenant ids; other tenants can be neither read nor written.</param>
    public async Task<UnitOfWork> Write(
        WriteOrigin door,
        IReadOnlyCollection<string> tenants,
        CancellationToken stop = default,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => OpenUnits.Add(await Begin(door, tenants, readOnly: false, stop), file, line);

    /// <summary>Reads the named tenants in a read-only transaction, as used by previews.</summary>
    public async Task<UnitOfWork> ReadTenants(
        IReadOnlyCollection<string> tenants,
        CancellationToken stop = default,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => OpenUnits.Add(await Begin(default, tenants, readOnly: true, stop), file, line);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _console.DisposeAsync();
        await _bound.DisposeAsync();
        await _portal.DisposeAsync();
    }

    private async Task<NpgsqlConnection> Open(NpgsqlDataSource source, CancellationToken stop)
    {
        try
        {
            return await source.OpenConnectionAsync(stop);
        }
        catch (NpgsqlException error) when (error.InnerException is TimeoutException)
        {
            throw new NpgsqlException($"{error.Message} Open: {OpenUnits}.", error.InnerException);
        }
    }

    private async Task<UnitOfWork> Begin(WriteOrigin door, IReadOnlyCollection<string> tenants, bool readOnly, CancellationToken stop)
    {
        if (
            TenantScope.Current is { } bound
            && tenants.Where(id => id != IdGenerator.Platform && !bound.Tenants.Contains(id)).ToArray() is { Length: > 0 } others
        )
            throw Problem.NotFound("tenant", others);
        var connection = await Open(_app, stop);
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, stop);
            var work = new UnitOfWork(this, connection, transaction, stop)
            {
                Origin = door.Setting == WriteOrigin.RunSetting ? null : door.Name,
                Tenants = tenants,
            };
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
                    setting = door.Setting ?? WriteOrigin.RunSetting,
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

    private static NpgsqlDataSource CreateDataSource(string connectionString, string name, bool isPooled, int longest = 30) =>
        Connections.CreateDataSource(
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
                    way.MaxPoolSize = MaxPoolSize;
            }
        );
}
