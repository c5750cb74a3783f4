using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser.Fixtures;

/// <summary>An owner's console with automatic backups.</summary>
public sealed class BackedUpOwnerConsole : SignedInConsole
{
    private readonly OwnCluster _cluster = new();

    protected override Task<Connections> Copy() => _cluster.Start();

    protected override async Task<HostOptions> Change(HostOptions plain) =>
        (await base.Change(plain)) with
        {
            Backups = await _cluster.Backups(plain.MasterKey, isKept: true),
        };

    protected override Task Drop(Connections copy) => _cluster.DisposeAsync().AsTask();
}
