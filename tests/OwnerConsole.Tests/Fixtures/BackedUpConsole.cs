using OwnerConsole.Backups;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Fixtures;

/// <summary>A console over a cluster of its own.</summary>
public class BackedUpConsole : TestConsole
{
    private readonly OwnCluster _cluster = new();

    /// <summary>It makes its backups by itself.</summary>
    protected virtual bool IsKept => false;

    public string Data => _cluster.Data;

    public BackupPlace Store => _cluster.Store;

    internal BackupSettings Settings => _cluster.Settings;

    internal ClusterBackups Engine => _cluster.Engine;

    public string Beside(string name) => _cluster.Beside(name);

    internal Vault Vault() => new(Stores.Open(Store), _cluster.Key);

    protected override Task<Connections> Copy() => _cluster.Start();

    protected override async Task<HostOptions> Change(HostOptions plain) =>
        (await base.Change(plain)) with
        {
            Backups = await _cluster.Backups(plain.MasterKey, IsKept),
        };

    protected override Task Drop(Connections copy) => _cluster.DisposeAsync().AsTask();
}

/// <summary>Such a console that makes its backups by itself.</summary>
public sealed class KeptConsole : BackedUpConsole
{
    protected override bool IsKept => true;
}
