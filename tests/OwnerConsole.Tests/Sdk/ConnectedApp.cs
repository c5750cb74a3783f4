using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OwnerConsole.Client;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Sdk;

/// <summary>An application on a free port, connected only through the SDK.</summary>
internal sealed class ConnectedApp : IAsyncDisposable
{
    public const string Name = "studio-app",
        Path = "/owner-console";

    private readonly WebApplication _app;

    private ConnectedApp(WebApplication app) => _app = app;

    public OwnerConsoleClient Console => _app.Services.GetRequiredService<OwnerConsoleClient>();

    public IServiceProvider Services => _app.Services;

    /// <summary>The address that receives the console's webhooks.</summary>
    public Uri Endpoint => new(new Uri(_app.Urls.First()), Path);

    public static async Task<ConnectedApp> Start(TestConsole console, Action<OwnerConsoleHandlers>? hear = null)
    {
        var key = (await TestApplication.Connect(console)).Key;
        return await Start(To(console.Address, key), hear);
    }

    public static OwnerConsoleOptions To(Uri address, string key, string secret = "") =>
        new()
        {
            Address = address,
            Key = key,
            Application = Name,
            Secrets = secret == "" ? [] : [secret],
            FlushAfter = TimeSpan.FromMilliseconds(20),
        };

    public static async Task<ConnectedApp> Start(OwnerConsoleOptions options, Action<OwnerConsoleHandlers>? hear = null, int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddRouting();
        builder.Services.AddLogging();
        var handlers = builder.Services.AddOwnerConsole(options);
        hear?.Invoke(handlers);
        var app = builder.Build();
        app.UseRouting();
        app.MapOwnerConsole(Path);
        await app.StartAsync();
        return new(app);
    }

    /// <summary>Stops the application gracefully, so that queued work is sent.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
