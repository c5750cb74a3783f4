using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OwnerConsole.Kernel.Loops;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Reads the ring three times in the minute that a new key waits before it seals.</summary>
public sealed class KeyRingWatch(KeyRing ring, ILogger<KeyRingWatch> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(20);
    private int _shut;

    protected override Task ExecuteAsync(CancellationToken stop) =>
        Loop.Always(
            async () =>
            {
                await Task.Delay(Beat, stop);
                var shut = ring.Read().Shut.Count;
                if (shut > Interlocked.Exchange(ref _shut, shut))
                    log.LogError("{Count} keys of stored secrets don't open: was the master key replaced? Give this console the new one and restart it.", shut);
            },
            Beat,
            error => log.LogWarning(error, "The keys of stored secrets can't be read again; trying again."),
            stop
        );
}
