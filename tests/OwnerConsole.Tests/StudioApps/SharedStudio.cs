using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.StudioApps;

/// <summary>A console with one StudioApp, which the tests of a class share, because starting and connecting it takes longer than most tests.</summary>
public sealed class SharedStudio : TestConsole, IAsyncLifetime
{
    private StudioProcess? _studio;

    /// <summary>The owner's application, whose key StudioApp uses.</summary>
    public TestApplication App { get; private set; } = null!; // connected before any test sees it

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        App = await TestApplication.Connect(this);
        _studio = await StudioProcess.Start(this, App);
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        if (_studio is not null)
            await _studio.DisposeAsync();
        await DisposeAsync();
    }

    /// <returns>StudioApp without data.</returns>
    internal async Task<StudioProcess> Clear()
    {
        await _studio!.Clear(); // started before any test
        return _studio;
    }
}
