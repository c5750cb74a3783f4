using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OwnerConsole.Kernel.Loops;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Kernel.Data;

/// <summary>Measures the free space on the database's volume, often enough to react before a fast writer fills it.</summary>
public sealed class VolumeWatch(Database database, Volume volume, ILogger<VolumeWatch> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stop)
    {
        var was = VolumeState.Roomy;
        return Loop.Always(
            async () =>
            {
                var space = volume.Look();
                var state = volume.Judge(space, was);
                database.Fullness.Set(state, space);
                if (state != was)
                    Tell(state, space);
                was = state;
                await Task.Delay(Beat, stop);
            },
            Beat,
            error => log.LogWarning(error, "The free space on {Path} can't be read.", volume.Path),
            stop
        );
    }

    private void Tell(VolumeState state, VolumeSpace space)
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
