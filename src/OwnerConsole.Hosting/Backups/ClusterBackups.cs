using OwnerConsole.Data;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Hosting.Backups;

/// <summary>Backs up the embedded database.</summary>
internal sealed class ClusterBackups(ClusterLocation premises, BackupEngineOptions settings, TimeProvider clock) : IBackupEngine
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(2);

    private readonly WalShipper _shipper = new(premises, clock);
    private string? _cluster;
    private WalShippingStatus? _shippedDuringBackup;
    private (string Address, long Length) _erasures = ("", 0);

    public BackupLocation DefaultLocation => settings.DefaultLocation;

    public bool IsOnDataDisk(BackupLocation place) =>
        Path.IsPathRooted(place.Address)
        && BlockDevice.Of(Path.GetFullPath(place.Address)) is { } device
        && device == BlockDevice.Of(premises.DataDirectory.Data);

    public async Task<StoredBackup> CreateBackup(string backupId, BackupLocation place, bool isShipped, CancellationToken stop)
    {
        await using var held = Hold();
        using var vault = Open(place);
        var manifest = await new BaseBackup(premises, clock).Take(backupId, vault, isShipped, stop);
        if (manifest.LastSegment is { } last)
            await Stored(last, manifest.Cluster, vault, stop);
        return Of(manifest);
    }

    public async Task<RestoreTestResult> VerifyRestore(string backupId, BackupLocation place, CancellationToken stop)
    {
        using var vault = Open(place);
        var manifest = await BackupLayout.Find(vault, backupId, stop);
        var beside = Path.TrimEndingDirectorySeparator(premises.DataDirectory.Data) + ".trial";
        var began = clock.GetTimestamp();
        try
        {
            BackupRestorer.Clear(beside);
            var target = manifest.LastSegment is null ? RestoreTarget.Last : new RestoreTarget(Point: manifest.BackupId);
            var restored = await BackupRestorer.Restore(vault, manifest, target, beside, settings, ledger: null, stop);
            return new(restored.Tally, clock.GetElapsedTime(began));
        }
        finally
        {
            BackupRestorer.Clear(beside);
        }
    }

    public async Task<WalShippingStatus> ShipWal(BackupLocation place, CancellationToken stop)
    {
        using var vault = Open(place);
        var now = await _shipper.Ship(await Identify(stop), vault, stop);
        var before = Interlocked.Exchange(ref _shippedDuringBackup, null);
        return before is null
            ? now
            : now with
            {
                Count = now.Count + before.Count,
                Behind = before.Behind > now.Behind ? before.Behind : now.Behind ?? before.Behind,
            };
    }

    public async Task<int> StoreErasures(BackupLocation place, CancellationToken stop)
    {
        var now = (place.Address, settings.Ledger.Length);
        if (now == _erasures)
            return 0;
        using var vault = Open(place);
        var put = await ErasureLedgerStore.Put(vault, await Identify(stop), settings.Ledger, stop);
        _erasures = now;
        return put;
    }

    public async Task<IReadOnlyList<StoredBackup>> List(BackupLocation place, CancellationToken stop)
    {
        using var vault = Open(place);
        var cluster = await Identify(stop);
        return [.. (await BackupLayout.Read(vault, stop)).Whole.Where(manifest => manifest.Cluster == cluster).Select(Of)];
    }

    public async Task<int> Prune(BackupLocation place, IReadOnlyCollection<string> kept, DateTimeOffset since, CancellationToken stop)
    {
        using var vault = Open(place);
        return await RetentionPruner.Prune(vault, await Identify(stop), kept, since, clock.GetUtcNow(), stop);
    }

    private static StoredBackup Of(Manifest manifest) => new(manifest.BackupId, manifest.StartedAt, manifest.EndedAt, manifest.Bytes);

    /// <summary>Waits until the write-ahead log up to the backup's end is stored. Without it, the backup can't be verified.</summary>
    private async Task Stored(string segment, string cluster, EncryptedStore vault, CancellationToken stop)
    {
        var name = BackupLayout.Wal(cluster) + segment;
        for (var began = clock.GetTimestamp(); clock.GetElapsedTime(began) < MaxWait; await Task.Delay(TimeSpan.FromMilliseconds(200), clock, stop))
        {
            if (await _shipper.Ship(cluster, vault, stop) is { Count: > 0 } shipped)
                _shippedDuringBackup = shipped; // counted with the next upload, so that the statistics are complete
            if ((await vault.List(name, stop)).Count > 0)
                return;
        }
        throw new BackupException($"The database did not archive its write-ahead log {segment}. See postgres.log in the data directory.");
    }

    private EncryptedStore Open(BackupLocation place) => new(BackupStores.Open(place), settings.Key);

    private async Task<string> Identify(CancellationToken stop)
    {
        if (_cluster is not null)
            return _cluster;
        await using var session = await BackupSession.Open(premises.DataDirectory, premises.Passwords, stop);
        return _cluster = await session.Identify(stop);
    }

    /// <summary>Ensures that only one backup runs at a time, in the console or in a command.</summary>
    private FileStream Hold()
    {
        try
        {
            return new(Path.Combine(premises.DataDirectory.Data, "backup.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException busy)
        {
            throw new BackupException("Another backup is in progress. Wait until it has finished.", busy);
        }
    }
}
