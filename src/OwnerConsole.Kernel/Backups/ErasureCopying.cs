using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OwnerConsole.Kernel.Loops;

namespace OwnerConsole.Kernel.Backups;

/// <summary>Takes the ledger of erasures outside of the database, within a second of the commit.</summary>
/// <remarks>Not a schedule in a lane: it goes on while everything is stopped.</remarks>
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
            error => log.LogWarning(error, "The ledger of erasures can't be copied out of the database; trying again."),
            stop
        );
}
