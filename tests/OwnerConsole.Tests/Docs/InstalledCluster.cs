using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Identity;
using OwnerConsole.Tests.Kernel.Operations;

namespace OwnerConsole.Tests.Docs;

/// <summary>Accesses the private database of an installed console from outside.</summary>
internal sealed class InstalledCluster(Cluster? cluster, ServiceProvider services, Connections connections) : IAsyncDisposable
{
    private Database Database => services.GetRequiredService<Database>();

    /// <summary>Opens the database of a running console.</summary>
    public static async Task<InstalledCluster> Of(string data, string masterKey)
    {
        var premises = await ClusterLocation.Find(data, say: null, CancellationToken.None);
        return With(cluster: null, premises.Connections, masterKey);
    }

    /// <summary>Opens the database of a console that runs as another user.</summary>
    public static InstalledCluster Anothers(string data, string masterKey) =>
        With(cluster: null, new DataDirectory(data, Account: null).Connections(new(data)), masterKey);

    /// <summary>Starts the database of a stopped console until this object is disposed.</summary>
    public static async Task<InstalledCluster> Stopped(string data, string masterKey)
    {
        var cluster = await Cluster.Start(new(data, Durable: false));
        return With(cluster, cluster.Connections, masterKey);
    }

    /// <returns>A key with all permissions.</returns>
    public async Task<string> Key()
    {
        await using var work = await Database.Write(WriteOrigin.Intake("test"), []);
        var (_, text) = await services.GetRequiredService<ApiKeys>().Create("test", Mode.Live, ["*"], null, 1, "system", work);
        await work.Commit();
        return text;
    }

    public Task<TenantCrowd> Crowd(string called, int tenants) => Kernel.Operations.TenantCrowd.Gather(services, connections, called, tenants);

    public async Task<long> Count(string sql)
    {
        await using var work = await Database.Read();
        return await work.One<long>(sql);
    }

    /// <summary>Adds a job that fails, and waits until the worker has tried it.</summary>
    public async Task OtherWork()
    {
        await using (var work = await Database.Write(WriteOrigin.Intake("test"), []))
        {
            await work.Enqueue("other", "nobody.does", new { });
            work.WakeWorkers();
            await work.Commit();
        }
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await Count("select coalesce(max(attempts), 0)::bigint from work.items where lane = 'other'") == 0)
            await Task.Delay(50, patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (cluster is not null)
            await cluster.DisposeAsync();
    }

    private static InstalledCluster With(Cluster? cluster, Connections connections, string masterKey) =>
        new(cluster, ConsoleHost.Services(new(connections, 0, Convert.FromBase64String(File.ReadAllText(masterKey).Trim()))), connections);
}
