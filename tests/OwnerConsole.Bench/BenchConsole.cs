using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using OwnerConsole.EmbeddedPostgres;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Bench;

/// <summary>The real console over a PostgreSQL of its own that keeps its promises to the disk, filled with as many tenants as the scenario needs.</summary>
public sealed class BenchConsole : IAsyncDisposable
{
    private readonly string _data;
    private readonly Cluster _cluster;
    private readonly WebApplication _app;

    private BenchConsole(string data, string? kept, Cluster cluster, WebApplication app) => (_data, Kept, _cluster, _app) = (data, kept, cluster, app);

    /// <summary>The directory whose database stays after this run; null for one that ends with it.</summary>
    public string? Kept { get; }

    public Database Database => _app.Services.GetRequiredService<Database>();

    public Uri Address => new(_app.Urls.First());

    /// <summary>For another program over the same database.</summary>
    public Connections Connections => _cluster.Connections;

    /// <summary>For limits that another program measures.</summary>
    public string Super => _cluster.Super;

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>What runs in the background.</summary>
    public T Hosted<T>()
        where T : IHostedService => Get<IEnumerable<IHostedService>>().OfType<T>().Single();

    /// <summary>For limits: bare SQL, beside everything that the product adds.</summary>
    public NpgsqlDataSource Bare { get; private init; } = null!; // set by Start

    /// <param name="kept">a directory whose database is used, or made, and stays; null for one that ends with this run</param>
    public static async Task<BenchConsole> Start(string? kept = null)
    {
        var data = kept is null ? Directory.CreateTempSubdirectory("oc-bench-").FullName : Directory.CreateDirectory(Path.GetFullPath(kept)).FullName;
        File.SetUnixFileMode(
            data,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute
        );
        var cluster = await Cluster.Start(new(data, Durable: true));
        var app = await ConsoleHost.Build(
            new(cluster.Connections, Port: 0, MasterKey: new byte[32]) { Modules = [.. ModuleList.All, new Scenarios.LaneScenarios.IdleModule()] }
        );
        await app.StartAsync();
        return new(data, kept is null ? null : data, cluster, app)
        {
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

    /// <summary>Whether much was reported before anything is measured.</summary>
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

    /// <param name="events">that were reported of days before today, at least</param>
    /// <returns>whether it was filled today, by a run whose database was kept</returns>
    public async Task<bool> WasFilled(long events)
    {
        var kept = await One<long>("select count(*) from core.events where at < date_trunc('day', now())");
        if (kept == 0)
            return false;
        if (kept < events || await One<bool>("select max(received_at) < date_trunc('day', now()) from core.events"))
            throw new InvalidOperationException("What is kept there is not whole, or of another day: remove it.");
        return true;
    }

    /// <summary>Fills the tables by plain SQL: the number of tenants is what matters, not how they came.</summary>
    public async Task Fill(int tenants)
    {
        await using var command = Bare.CreateCommand(
            $"""
            set app.intake = 'bench';
            insert into core.tenants (tenant_id, population, external_id, name, contact_email, opened_at, reported_at)
            select 'tnt_' || lpad(n::text, 26, '0'), 'live', 'ext-' || n, md5(n::text) || ' studio', md5(n::text) || '@example.com', now() - n * interval '1 minute', now()
              from generate_series(1, {tenants}) n on conflict do nothing;
            insert into core.tenant_status (tenant_id, population, lifecycle)
            select tenant_id, population, 'active' from core.tenants on conflict do nothing;
            analyze core.tenants; analyze core.tenant_status; analyze core.tenant_people
            """
        );
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    /// <returns>keys that may do everything: a key may call 50 times a second, so a load takes turns among many</returns>
    public async Task<IReadOnlyList<string>> Keys(int many, Population population = Population.Live)
    {
        var keys = new List<string>(many);
        await using var work = await Database.Write(WriteOrigin.Intake("bench"), []);
        while (keys.Count < many)
            keys.Add((await Get<ApiKeys>().Create("bench", population, ["*"], null, 1, "system", work)).Text);
        await work.Commit();
        return keys;
    }

    /// <returns>the cookie of somebody who may do everything and is signed in: a person is shown four pages at once, so a load takes turns among several</returns>
    public async Task<string> SignedIn(int number = 1)
    {
        await using var work = await Database.Write(WriteOrigin.Intake("bench"), []);
        var person = await Get<People>().Add("Ann Owner", $"ann-{Environment.ProcessId}-{number}@example.org", "-", ["*"], work);
        var secret = await Get<Sessions>().Open(SessionStage.Open, person, new(null, null), work);
        await work.Commit();
        return secret;
    }

    public HttpClient Client() => new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = Address };

    public async ValueTask DisposeAsync()
    {
        await Bare.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _cluster.DisposeAsync();
        if (Kept is null)
            Directory.Delete(_data, recursive: true);
    }
}
