using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Backups;

/// <summary>Copies the erasure ledger to a file outside the database within a second of each commit.</summary>
/// <remarks>It is not a background job, because it must continue while all queues are paused.</remarks>
public sealed class ErasureReplicator(ErasureLedger erasures, ILogger<ErasureReplicator> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stop) =>
        Loop.RunForever(
            async () =>
            {
                if ((await erasures.Copy(stop)).Count == 0)
                    await Task.Delay(Interval, stop);
            },
            Interval,
            error => log.LogWarning(error, "The erasure ledger can't be copied out of the database. Retrying."),
            stop
        );
}
