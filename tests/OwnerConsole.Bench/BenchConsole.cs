using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;

namespace OwnerConsole.Bench;

/// <summary>The real console on its own PostgreSQL with durable writes, filled with as many tenants as the scenario needs.</summary>
public sealed class BenchConsole : IAsyncDisposable
{
    private readonly string _data;
    private readonly Cluster _cluster;
    private readonly WebApplication _app;
    private bool _isStopped;

    private BenchConsole(string data, string? kept, Cluster cluster, WebApplication app) => (_data, Kept, _cluster, _app) = (data, kept, cluster, app);

    /// <summary>The directory of a database that is kept after this run; null for a temporary database.</summary>
    public string? Kept { get; }

    public Database Database => _app.Services.GetRequiredService<Database>();

    public Uri Address => new(_app.Urls.First());

    /// <summary>Connections for another program that uses the same database.</summary>
    public Connections Connections => _cluster.Connections;

    /// <summary>Superuser connection for reference measurements by another program.</summary>
    public string Super => _cluster.Super;

    /// <summary>Address that the console uses instead of Stripe's. Nothing answers there unless a scenario starts it.</summary>
    public Uri StripeApi { get; private init; } = null!; // set by Start

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>A background service of the console.</summary>
    public T Hosted<T>()
        where T : IHostedService => Get<IEnumerable<IHostedService>>().OfType<T>().Single();

    /// <summary>Connection for reference measurements with plain SQL, without anything that the product adds.</summary>
    public NpgsqlDataSource Bare { get; private init; } = null!; // set by Start

    /// <param name="kept">a directory whose database is used or created, and kept; null for a temporary database</param>
    public static async Task<BenchConsole> Start(string? kept = null)
    {
        var data = kept is null ? Directory.CreateTempSubdirectory("oc-bench-").FullName : Directory.CreateDirectory(Path.GetFullPath(kept)).FullName;
        File.SetUnixFileMode(
            data,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute
        );
        var cluster = await Cluster.Start(new(data, Durable: true));
        var stripe = new Uri($"http://127.0.0.1:{InstalledConsole.FreePort()}");
        var app = await ConsoleHost.Build(
            new(cluster.Connections, Port: 0, MasterKey: new byte[32], AllowPrivateHosts: true)
            {
                Modules = [.. ModuleList.All, new Scenarios.LaneScenarios.IdleModule()],
                Vendors = new(stripe),
            }
        );
        await app.StartAsync();
        return new(data, kept is null ? null : data, cluster, app)
        {
            StripeApi = stripe,
            Bare = NpgsqlDataSource.Create(
                new NpgsqlConnectionStringBuilder(cluster.Super)
                {
                    Database = "console",
                    Pooling = true,
                    MaxPoolSize = 32,
                    MaxAutoPrepare = 20,
                    NoResetOnClose = true,
                }
            ),
        };
    }

    /// <summary>Whether data was reported before the measurement.</summary>
    public bool IsGrown { get; set; }

    public async Task Do(string sql)
    {
        await using var command = Bare.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> One<T>(string sql)
    {
        await using var command = Bare.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <param name="sql">A condition.</param>
    /// <param name="milliseconds">Pause between two checks.</param>
    public async Task Until(string sql, int milliseconds = 50)
    {
        while (!await One<bool>(sql))
            await Task.Delay(milliseconds);
    }

    /// <param name="events">the minimum number of events before today</param>
    /// <returns>whether a kept database was already filled today</returns>
    public async Task<bool> WasFilled(long events)
    {
        var kept = await One<long>("select count(*) from core.events where at < date_trunc('day', now())");
        if (kept == 0)
            return false;
        if (kept < events || await One<bool>("select max(received_at) < date_trunc('day', now()) from core.events"))
            throw new InvalidOperationException("The kept database is incomplete or from another day: delete its directory.");
        return true;
    }

    /// <summary>Fills the tables by plain SQL, because only the number of tenants matters.</summary>
    public async Task Fill(int tenants)
    {
        await using var command = Bare.CreateCommand(
            $"""
            set app.intake = 'bench';
            insert into core.tenants (tenant_id, mode, external_id, name, contact_email, opened_at, reported_at)
            select 'tnt_' || lpad(n::text, 26, '0'), 'live', 'ext-' || n, md5(n::text) || ' studio', md5(n::text) || '@example.com', now() - n * interval '1 minute', now()
              from generate_series(1, {tenants}) n on conflict do nothing;
            insert into core.tenant_status (tenant_id, mode, lifecycle)
            select tenant_id, mode, 'active' from core.tenants on conflict do nothing;
            analyze core.tenants; analyze core.tenant_status; analyze core.tenant_summaries
            """
        );
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    /// <returns>keys with all permissions: a key is limited to 50 calls a second, so a load alternates between several</returns>
    public async Task<IReadOnlyList<string>> Keys(int many, Mode mode = Mode.Live)
    {
        var keys = new List<string>(many);
        await using var work = await Database.Write(WriteOrigin.Intake("bench"), []);
        while (keys.Count < many)
            keys.Add((await Get<ApiKeys>().Create("bench", mode, ["*"], null, 1, "system", work)).Text);
        await work.Commit();
        return keys;
    }

    /// <returns>the cookie of a signed-in owner: a person can load four pages at once, so a load alternates between several</returns>
    public async Task<string> SignedIn(int number = 1)
    {
        await using var work = await Database.Write(WriteOrigin.Intake("bench"), []);
        var person = await Get<People>().Add("Ann Owner", $"ann-{Environment.ProcessId}-{number}@example.org", "-", ["*"], work);
        var secret = await Get<Sessions>().Open(SessionStage.Open, person, new(null, null), work);
        await work.Commit();
        return secret;
    }

    public HttpClient Client() => new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = Address };

    /// <summary>Stops the console and leaves its database running, for a console in a process of its own.</summary>
    public async Task StopConsole()
    {
        if (!_isStopped)
            await _app.StopAsync();
        _isStopped = true;
    }

    public async ValueTask DisposeAsync()
    {
        await Bare.DisposeAsync();
        await StopConsole();
        await _app.DisposeAsync();
        await _cluster.DisposeAsync();
        if (Kept is null)
            Directory.Delete(_data, recursive: true);
    }
}
