using OwnerConsole.Backups;
using OwnerConsole.EmbeddedPostgres;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Fixtures;

/// <summary>A cluster of one console's own, whose write-ahead log is put aside as in life.</summary>
public sealed class OwnCluster : IAsyncDisposable
{
    private readonly TempDirectory _place = new();
    private Cluster? _cluster;

    public string Data => _place.OpenDirectory("data");

    public BackupLocation Store => new(Path.Combine(_place.Path, "store"));

    internal BackupKey Key { get; } = new([.. Enumerable.Range(51, 32).Select(number => (byte)number)]);

    internal BackupEngineOptions Settings { get; private set; } = null!; // set before any test sees it

    internal ClusterBackups Engine { get; private set; } = null!; // set before any test sees it

    /// <returns>a data directory for a restored copy; not there yet</returns>
    public string Beside(string name) => _place.OpenDirectory(name);

    public async Task<Connections> Start()
    {
        _cluster = await Cluster.Start(new(Data, Durable: false) { Archive = true });
        return _cluster.Connections;
    }

    /// <param name="isKept">the console makes its backups by itself</param>
    public async Task<BackupSetup> Backups(byte[] masterKey, bool isKept)
    {
        Settings = new(Store, Key, () => masterKey, new(null), new(null));
        Engine = new(await ClusterLocation.Find(Data, say: null, CancellationToken.None), Settings, TimeProvider.System);
        return new(Engine) { IsScheduled = isKept, Roots = [Path.GetDirectoryName(Store.Address)!, "/proc"] };
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        _place.Dispose();
    }
}
