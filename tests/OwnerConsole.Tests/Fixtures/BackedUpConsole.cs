using OwnerConsole.Backups;
using OwnerConsole.EmbeddedPostgres;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Fixtures;

/// <summary>A console over a cluster of its own, whose write-ahead log is put aside as in life.</summary>
public sealed class BackedUpConsole : TestConsole
{
    private readonly Place _place = new();
    private Cluster? _cluster;

    public string Data => _place.OpenDirectory("data");

    public BackupPlace Store => new(Path.Combine(_place.Path, "store"));

    /// <returns>a data directory for a restored copy; not there yet</returns>
    public string Beside(string name) => _place.OpenDirectory(name);

    internal BackupKey Key { get; } = new([.. Enumerable.Range(51, 32).Select(number => (byte)number)]);

    internal BackupSettings Settings => new(Store, Key, Options.MasterKey, new(null), new(null));

    internal ClusterBackups Engine { get; private set; } = null!; // set before any test sees it

    internal Vault Vault() => new(Stores.Open(Store), Key);

    protected override async Task<Connections> Copy()
    {
        _cluster = await Cluster.Start(new(Data, Durable: false) { Archive = true });
        return _cluster.Connections;
    }

    protected override async Task Ready() => Engine = new(await Premises.Find(Data, say: null, CancellationToken.None), Settings, TimeProvider.System);

    protected override async Task Drop(Connections copy)
    {
        await Engine.DisposeAsync();
        await _cluster!.DisposeAsync(); // Copy has made it
        _place.Dispose();
    }
}
