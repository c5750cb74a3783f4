using Microsoft.Extensions.Hosting;

namespace OwnerConsole.Client;

/// <summary>Sends a heartbeat while this process runs.</summary>
internal sealed class HeartbeatSender(OwnerConsoleClient console, OwnerConsoleOptions options, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var mine = new Heartbeat(Environment.MachineName, options.Version, StartedAt: clock.GetUtcNow());
        using var beat = new PeriodicTimer(s_every, clock);
        do await Beat(mine, stoppingToken);
        while (await beat.WaitForNextTickAsync(stoppingToken));
    }

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
