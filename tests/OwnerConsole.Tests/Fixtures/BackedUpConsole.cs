using OwnerConsole.Data;
using OwnerConsole.Hosting.Backups;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Fixtures;

/// <summary>A console with its own database cluster.</summary>
public class BackedUpConsole : TestConsole
{
    private readonly OwnCluster _cluster = new();

    /// <summary>Whether backups run automatically.</summary>
    protected virtual bool HasScheduler => false;

    public string Data => _cluster.Data;

    public BackupLocation Store => _cluster.Store;

    internal BackupEngineOptions Settings => _cluster.Settings;

    internal ClusterBackups Engine => _cluster.Engine;

    public string SiblingPath(string name) => _cluster.Beside(name);

    internal EncryptedStore Vault() => new(BackupStores.Open(Store), _cluster.Key);

    protected override Task<Connections> Copy() => _cluster.Start();

    protected override async Task<HostOptions> Change(HostOptions plain) =>
        (await base.Change(plain)) with
        {
            Backups = await _cluster.Backups(plain.MasterKey, HasScheduler),
        };

    protected override Task Drop(Connections copy) => _cluster.DisposeAsync().AsTask();
}

/// <summary>A console with its own cluster and automatic backups.</summary>
public sealed class ScheduledBackupConsole : BackedUpConsole
{
    protected override bool HasScheduler => true;
}
