using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Identity;

namespace OwnerConsole.Fixtures;

/// <summary>The program on a machine with a specific locale, with an application and an owner.</summary>
internal sealed class LocaleConsole : IAsyncDisposable
{
    private const int Terminate = 15;
    private readonly InstalledConsole _machine = new();
    private readonly HttpClient _browser;
    private Process? _process;
    private ServiceProvider? _services;

    public LocaleConsole()
    {
        _browser = TestConsole.NewClient(_machine.Address, useCookies: false);
        Owner = new(_browser);
    }

    public Uri Address => _machine.Address;

    public TestApplication App { get; private set; } = null!; // connected before any test sees it

    public TestBrowser Owner { get; }

    public Database Database => _services!.GetRequiredService<Database>();

    public async Task Begin(params (string Name, string Value)[] surroundings)
    {
        _process = _machine.Start("serve", [("OWNER_CONSOLE_MASTER_KEY", Convert.ToBase64String(TestConsole.AnyKey)), .. surroundings]);
        await _machine.Ready(_process);
        _services = ConsoleHost.Services(new(await Cluster.Join(new(_machine.Data)), _machine.Port, TestConsole.AnyKey));
        App = await TestApplication.Connect(_services, Address);
        await Owner.SetUp((await _services.GetRequiredService<SetupLinks>().CreateFirst(CancellationToken.None))!); // It returns a link because there is no owner yet.
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
            await _services.DisposeAsync();
        if (_process is { HasExited: false })
        {
            Posix.Signal(_process.Id, Terminate);
            await InstalledConsole.End(_process);
        }
        _process?.Dispose();
        _browser.Dispose();
        _machine.Dispose();
    }
}
