using OwnerConsole.Data;
using OwnerConsole.Hosting.Backups;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Fixtures;

/// <summary>A separate cluster for one console, with archived write-ahead log.</summary>
public sealed class OwnCluster : IAsyncDisposable
{
    private readonly TempDirectory _place = new();
    private Cluster? _cluster;

    public string Data => _place.OpenDirectory("data");

    public BackupLocation Store => new(Path.Combine(_place.Path, "store"));

    internal BackupKey Key { get; } = new([.. Enumerable.Range(51, 32).Select(number => (byte)number)]);

    internal BackupEngineOptions Settings { get; private set; } = null!; // set before any test sees it

    internal ClusterBackups Engine { get; private set; } = null!; // set before any test sees it

    /// <returns>The data directory of a restored copy, which does not exist yet.</returns>
    public string Beside(string name) => _place.OpenDirectory(name);

    public async Task<Connections> Start()
    {
        _cluster = await Cluster.Start(new(Data, Durable: false) { Archive = true });
        return _cluster.Connections;
    }

    /// <param name="isKept">Whether the console runs backups automatically.</param>
    public async Task<BackupSetup> Backups(byte[] masterKey, bool isKept)
    {
        Settings = new(ConsoleProgram.Instance, Store, Key, () => masterKey, new(null), new(null));
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
