using OwnerConsole.EmbeddedPostgres;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Backups;

/// <summary>The backups of the private database.</summary>
internal sealed class ClusterBackups(Premises premises, BackupSettings settings, TimeProvider clock) : IBackupEngine, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Database _database = new(premises.Connections);
    private readonly WalShipper _shipper = new(premises, clock);
    private string? _cluster;

    public BackupPlace Usual => settings.Usual;

    public async Task<StoredBackup> Take(string backupId, BackupPlace place, bool isShipped, CancellationToken stop)
    {
        await using var held = Hold();
        using var vault = Open(place);
        var manifest = await new Taking(premises, _database, clock).Take(backupId, vault, isShipped, stop);
        if (manifest.LastSegment is { } last)
            await Stored(last, manifest.Cluster, vault, stop);
        return Of(manifest);
    }

    public async Task<Trial> Try(string backupId, BackupPlace place, CancellationToken stop)
    {
        using var vault = Open(place);
        var manifest = await Shelf.Find(vault, backupId, stop);
        var beside = Path.TrimEndingDirectorySeparator(premises.Room.Data) + ".trial";
        var began = clock.GetTimestamp();
        try
        {
            Restoring.Clear(beside);
            var target = manifest.LastSegment is null ? RestoreTarget.Last : new RestoreTarget(Point: manifest.BackupId);
            var tally = await Restoring.Restore(vault, manifest, target, beside, settings, ledger: null, stop);
            return new(tally, clock.GetElapsedTime(began));
        }
        finally
        {
            Restoring.Clear(beside);
        }
    }

    public async Task<Shipped> Ship(BackupPlace place, CancellationToken stop)
    {
        using var vault = Open(place);
        return await _shipper.Ship(await Identify(stop), vault, stop);
    }

    public async Task<int> KeepErasures(BackupPlace place, CancellationToken stop)
    {
        using var vault = Open(place);
        return await ErasureShelf.Put(vault, await Identify(stop), settings.Ledger, stop);
    }

    public async Task<IReadOnlyList<StoredBackup>> List(BackupPlace place, CancellationToken stop)
    {
        using var vault = Open(place);
        return [.. (await Shelf.Read(vault, stop)).Whole.Select(Of)];
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static StoredBackup Of(Manifest manifest) => new(manifest.BackupId, manifest.BeganAt, manifest.EndedAt, manifest.Bytes);

    /// <summary>Without the write-ahead log up to its own moment a backup can't be compared with what there was.</summary>
    private async Task Stored(string segment, string cluster, Vault vault, CancellationToken stop)
    {
        var name = Shelf.Wal(cluster) + segment;
        for (var began = clock.GetTimestamp(); clock.GetElapsedTime(began) < Patience; await Task.Delay(TimeSpan.FromMilliseconds(200), clock, stop))
        {
            await _shipper.Ship(cluster, vault, stop);
            if ((await vault.List(name, stop)).Count > 0)
                return;
        }
        throw new BackupException($"The database did not hand out its write-ahead log {segment}; postgres.log of the data directory says why.");
    }

    private Vault Open(BackupPlace place) => new(Stores.Open(place), settings.Key);

    private async Task<string> Identify(CancellationToken stop)
    {
        if (_cluster is not null)
            return _cluster;
        await using var session = await BackupSession.Open(premises.Room, premises.Passwords, stop);
        return _cluster = await session.Identify(stop);
    }

    /// <summary>One at a time, whoever asks: the console or a command beside it.</summary>
    private FileStream Hold()
    {
        try
        {
            return new(Path.Combine(premises.Room.Data, "backup.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException busy)
        {
            throw new BackupException("Another backup is being made just now. Wait until it is over.", busy);
        }
    }
}
