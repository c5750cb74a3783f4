using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Hosting.Installations;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Commands;

/// <summary>Client of the console that runs on this machine, for commands that need it.</summary>
internal sealed class RunningConsole : IAsyncDisposable
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(2);
    private readonly Storage _storage;
    private readonly ServiceProvider _services;

    private RunningConsole(Storage storage, ServiceProvider services) => (_storage, _services) = (storage, services);

    /// <summary>Services that use the database of the console.</summary>
    public IServiceProvider Services => _services;

    /// <summary>Waits for the console. It migrates before it responds, so its response means that the tables exist.</summary>
    /// <exception cref="InstallationException">No console responds within two minutes.</exception>
    public static async Task<RunningConsole> Open(CancellationToken stop)
    {
        var here = Installation.Read();
        await EnsureAnswering(here, stop);
        var storage = await here.JoinStorage(stop);
        var options = new HostOptions(storage.Connections, here.Port, here.ReadMasterKey(), AllowPrivateHosts: Installation.AllowsPrivateHosts)
        {
            Vendors = Installation.Vendors,
        };
        return new(storage, ConsoleHost.Services(options));
    }

    public Task<Preview> Preview(string operation, JsonElement input, CancellationToken stop) =>
        _services.GetRequiredService<Previews>().Create(Caller.System, operation, TargetSelection.Of(IdGenerator.Platform), input, stop);

    public Task<Run> Run(Preview preview, CancellationToken stop) =>
        _services.GetRequiredService<Runner>().Start(Caller.System, new(preview.PreviewId), key: null, stop);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _storage.DisposeAsync();
    }

    private static async Task EnsureAnswering(Installation here, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = new(here.Address), Timeout = TimeSpan.FromSeconds(10) };
        if (!await Poller.WaitUntil(IsReady, MaxWait, TimeSpan.FromMilliseconds(250), stop))
            throw new InstallationException($"No console responds on {here.Address}. Start it first: bin/start");

        async Task<bool> IsReady(CancellationToken waiting)
        {
            try
            {
                using var answer = await http.GetAsync("/readyz", waiting);
                return answer.IsSuccessStatusCode;
            }
            catch (Exception error) when (error is HttpRequestException || (error is OperationCanceledException && !waiting.IsCancellationRequested))
            {
                return false; // It isn't listening yet, or it accepted the connection and didn't respond.
            }
        }
    }
}
