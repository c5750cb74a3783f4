using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Data;

/// <summary>Measures the free space on the database's volume, often enough to react before a fast writer fills it.</summary>
public sealed class DiskSpaceMonitor(Database database, Volume volume, TimeProvider clock, ILogger<DiskSpaceMonitor> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stop)
    {
        var was = VolumeState.Roomy;
        return Loop.RunForever(
            async () =>
            {
                var space = volume.Measure();
                var state = volume.Evaluate(space, was);
                database.DiskSpaceGuard.Set(state, space, clock.GetUtcNow());
                if (state != was)
                    LogChange(state, space);
                was = state;
                await Task.Delay(Interval, stop);
            },
            Interval,
            error => log.LogWarning(error, "The free space on {Path} can't be read.", volume.Path),
            stop
        );
    }

    private void LogChange(VolumeState state, VolumeSpace space)
    {
        var room = $"{ByteCount.Text(space.Free)} of {ByteCount.Text(space.Total)} free on {space.Path}.";
        if (state is VolumeState.Full)
            log.LogError("The disk is full: {Room} The console is read-only until space is freed.", room);
        else if (state is VolumeState.Low)
            log.LogWarning("The disk is nearly full: {Room}", room);
        else
            log.LogInformation("The disk has enough free space again: {Room}", room);
    }
}
