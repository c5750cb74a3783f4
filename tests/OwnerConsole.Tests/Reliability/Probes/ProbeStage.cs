using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Tests.Reliability.Probes;

/// <summary>A console whose probes check servers on this machine.</summary>
public sealed class ProbeStage : IAsyncLifetime
{
    private static int s_names;
    private Task<TestBrowser>? _owner;

    public JumpingClock Clock { get; } = new();

    /// <summary>Finds the addresses of hosts that the console calls; null for the resolver of this machine.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>>? Lookup { get; init; }

    public TestConsole Console { get; private set; } = null!; // set before any test sees it

    public TestApplication App { get; private set; } = null!; // set before any test sees it

    public async ValueTask InitializeAsync()
    {
        Console = await TestConsole.Start(plain =>
            Lookup is null ? plain with { Clock = Clock } : plain with { Clock = Clock, Modules = [.. ModuleList.All, new ResolverModule(Lookup)] }
        );
        App = await TestApplication.Connect(Console);
    }

    public ValueTask DisposeAsync() => Console.DisposeAsync();

    /// <returns>The browser of the owner. A console has one first owner, so tests share it.</returns>
    public Task<TestBrowser> Owner() => _owner ??= TestBrowser.Owner(Console);

    public static string Page(string body, int status = 200) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status} Test\r\nContent-Type: text/html\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"
        );

    /// <summary>Adds a probe that is checked only when a test asks for it, after the first check.</summary>
    /// <returns>Its ID.</returns>
    public async Task<string> Add(string kind, string? target = null, object? more = null)
    {
        var input = JsonSerializer.SerializeToNode(more ?? new { }, Json.Options)!.AsObject();
        (input["kind"], input["name"]) = (kind, $"Probe {Interlocked.Increment(ref s_names)}");
        if (target is not null)
            input["target"] = target;
        input["interval_seconds"] ??= 86_400;
        input["timeout_seconds"] ??= 5;
        return (await App.Run("probe.add", IdGenerator.Platform, input)).Created();
    }

    /// <returns>The probe after its first check.</returns>
    public async Task<JsonElement> First(string probe) =>
        (
            await App.Await($"/api/v1/probes/{probe}", details => details.GetProperty("probe").GetProperty("checked_at").ValueKind is JsonValueKind.String)
        ).GetProperty("probe");

    /// <summary>Checks a probe some times.</summary>
    /// <returns>The probe after the last check.</returns>
    public async Task<JsonElement> Check(string probe, int times = 1)
    {
        var now = await First(probe);
        for (var time = 0; time < times; time++)
        {
            var before = now.GetProperty("checked_at").GetString();
            await App.Run("probe.check", probe);
            now = (
                await App.Await($"/api/v1/probes/{probe}", details => details.GetProperty("probe").GetProperty("checked_at").GetString() != before)
            ).GetProperty("probe");
        }
        return now;
    }

    public static (string? State, string? Problem) Result(JsonElement probe) =>
        (probe.GetProperty("state").GetString(), probe.GetProperty("problem").GetString());

    public static string Local(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    private sealed class ResolverModule(Func<string, CancellationToken, Task<IPAddress[]>> lookup) : OwnerConsole.Kernel.Modules.Module
    {
        public override void AddServices(IServiceCollection services) =>
            services.AddSingleton(new OutboundHostPolicy(privateAllowed: true) { Lookup = lookup });
    }
}
