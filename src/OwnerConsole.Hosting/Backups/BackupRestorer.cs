using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Hosting.Backups;

/// <summary>Restores a stored backup into a data directory and verifies the result.</summary>
internal static class BackupRestorer
{
    /// <param name="data">A new or empty data directory.</param>
    /// <param name="ledger">Erasure ledger of a copy that will go live: its erasures are repeated, and emails and events are paused until the console is released. Null for a copy that is only verified.</param>
    /// <exception cref="BackupException">The backup can't be restored, or verification failed.</exception>
    public static async Task<RestoredCopy> Restore(
        EncryptedStore vault,
        Manifest manifest,
        RestoreTarget target,
        string data,
        BackupEngineOptions settings,
        ErasureFile? ledger,
        CancellationToken stop
    )
    {
        Directory.CreateDirectory(data);
        var reachedAt = await ClusterRecovery.Recover(vault, manifest, target, await ClusterLocation.Find(data, say: null, stop), stop);
        var moment = target.Point == manifest.BackupId || (manifest.LastSegment is null && target == RestoreTarget.Last) ? manifest : null;
        async Task Mark(IServiceProvider copy)
        {
            await copy.GetRequiredService<Restores>()
                .MarkRestored(
                    manifest.BackupId,
                    manifest.EndedAt,
                    target.Warning(reachedAt) is null ? target.ToString() : $"{target}, last change {new RestoreTarget(reachedAt)}",
                    stop
                );
            await copy.GetRequiredService<ErasureLedger>().Replay(stop);
            if (target.Point is { } point)
                await copy.GetRequiredService<RunApprovals>().CancelRestored(point, stop);
        }
        return new(await RestoreVerifier.Verify(data, settings, ledger, moment, ledger is null ? null : Mark, stop), reachedAt);
    }

    /// <summary>Deletes a data directory, including the parts outside of it that exist because the database's account can't access it.</summary>
    public static void Clear(string data)
    {
        if (new DirectoryInfo(Path.Combine(data, "postgres")).LinkTarget is { } elsewhere && Path.GetDirectoryName(elsewhere) is { } home)
            Delete(home);
        Delete(data);
    }

    private static void Delete(string directory)
    {
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
    }
}

/// <summary>Result of a restore.</summary>
/// <param name="Tally">Row counts of the copy.</param>
/// <param name="ReachedAt">Time of the last restored change; null if no change after the backup was replayed.</param>
internal sealed record RestoredCopy(RowCounts Tally, DateTimeOffset? ReachedAt);
