using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OwnerConsole.Kernel.Loops;

namespace OwnerConsole.Kernel.Backups;

/// <summary>Copies the erasure ledger to a file outside the database within a second of each commit.</summary>
/// <remarks>It is not a background job, because it must continue while all queues are paused.</remarks>
public sealed class ErasureCopying(Erasures erasures, ILogger<ErasureCopying> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stop) =>
        Loop.Always(
            async () =>
            {
                if ((await erasures.Copy(stop)).Count == 0)
                    await Task.Delay(Beat, stop);
            },
            Beat,
            error => log.LogWarning(error, "The erasure ledger can't be copied out of the database. Retrying."),
            stop
        );
}
