using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Reliability.StatusPages;

/// <summary>A console that can't read its status page from the database, with a data folder of an earlier start.</summary>
internal sealed class StoredPageConsole(string folder) : TestConsole
{
    private IAsyncDisposable? _locked;

    /// <summary>Lets the console read the page. Call it before the console is disposed.</summary>
    public ValueTask Release() => _locked?.DisposeAsync() ?? ValueTask.CompletedTask;

    protected override async Task<HostOptions> Change(HostOptions plain)
    {
        _locked = await TestCluster.Current.Hold(plain.Connections, "status_pages.settings", "access exclusive");
        return (await base.Change(plain)) with { DataFolder = folder };
    }

    /// <summary>The read that waits for the table keeps its connection, so others need more.</summary>
    protected override Connections Pool(Connections copy) => copy;
}
