using Microsoft.Extensions.Hosting;

namespace OwnerConsole.Client;

/// <summary>Sends a heartbeat with the CPU and memory of this process while it runs.</summary>
internal sealed class HeartbeatSender(OwnerConsoleClient console, OwnerConsoleOptions options, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var mine = new Heartbeat(Environment.MachineName, options.Version, StartedAt: clock.GetUtcNow());
        var usage = new ProcessUsage(clock);
        using var beat = new PeriodicTimer(s_every, clock);
        do await Beat(mine with { Facts = FactsOf(usage) }, stoppingToken);
        while (await beat.WaitForNextTickAsync(stoppingToken));
    }

    private Dictionary<string, object?> FactsOf(ProcessUsage usage) => new(usage.Measure(), StringComparer.Ordinal) { ["service.name"] = options.Application };

    private async Task Beat(Heartbeat mine, CancellationToken stop)
    {
        try
        {
            await console.SendHeartbeat(options.Instance!, mine, stop); // runs only if an instance is set
        }
        catch (Exception away) when (away is HttpRequestException or RefusedException)
        {
            // the console notices missing heartbeats; the next one is sent at the regular interval
        }
    }
}
