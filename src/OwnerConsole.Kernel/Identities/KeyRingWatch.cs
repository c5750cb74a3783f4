using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OwnerConsole.Kernel.Loops;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Reads the key ring three times within the minute before a new key is used for encryption.</summary>
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
                    log.LogError(
                        "{Count} encryption keys can't be decrypted. If the master key was replaced, configure the new one and restart this console.",
                        shut
                    );
            },
            Beat,
            error => log.LogWarning(error, "The encryption keys can't be read. Retrying."),
            stop
        );
}
