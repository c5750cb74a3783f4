using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Secrets;

/// <summary>Reads the key ring three times within the minute before a new key is used for encryption.</summary>
public sealed class KeyRingRefresher(KeyRing ring, ILogger<KeyRingRefresher> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);
    private int _unreadable;

    protected override Task ExecuteAsync(CancellationToken stop) =>
        Loop.RunForever(
            async () =>
            {
                await Task.Delay(Interval, stop);
                var shut = ring.Read().Unreadable.Count;
                if (shut > Interlocked.Exchange(ref _unreadable, shut))
                    log.LogError(
                        "{Count} encryption keys can't be decrypted. If the master key was replaced, configure the new one and restart this console.",
                        shut
                    );
            },
            Interval,
            error => log.LogWarning(error, "The encryption keys can't be read. Retrying."),
            stop
        );
}
