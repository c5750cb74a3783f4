using OwnerConsole.EmbeddedPostgres;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Backups;

/// <summary>A stored backup becomes a data directory again, and is looked at before anybody trusts it.</summary>
internal static class Restoring
{
    /// <param name="data">a data directory that is new or empty</param>
    /// <param name="ledger">of a copy that is to live: what it names is erased again, and nothing leaves the copy until it is let go. Null for one that is only looked at</param>
    /// <exception cref="BackupException">it can't be restored, or what was restored is not what it should be</exception>
    public static async Task<RestoredCopy> Restore(
        Vault vault,
        Manifest manifest,
        RestoreTarget target,
        string data,
        BackupSettings settings,
        ErasureFile? ledger,
        CancellationToken stop
    )
    {
        Directory.CreateDirectory(data);
        var reachedAt = await Recovering.Recover(vault, manifest, target, await Premises.Find(data, say: null, stop), stop);
        var moment = target.Point == manifest.BackupId || (manifest.LastSegment is null && target == RestoreTarget.Last) ? manifest : null;
        async Task Mark(IServiceProvider copy)
        {
            await copy.GetRequiredService<Restores>()
                .Open(
                    manifest.BackupId,
                    manifest.EndedAt,
                    target.Warning(reachedAt) is null ? target.ToString() : $"{target}, last change {new RestoreTarget(reachedAt)}",
                    stop
                );
            await copy.GetRequiredService<Erasures>().Replay(stop);
            if (target.Point is { } point)
                await copy.GetRequiredService<Verdicts>().Forestall(point, stop);
        }
        return new(await Inspecting.Inspect(data, settings, ledger, moment, ledger is null ? null : Mark, stop), reachedAt);
    }

    /// <summary>Deletes a data directory with what lies outside of it because the database's account can't come into it.</summary>
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

/// <summary>What a restore made.</summary>
/// <param name="Tally">what there is</param>
/// <param name="ReachedAt">when the last change that was restored was made; null where none was replayed after the backup's own</param>
internal sealed record RestoredCopy(Tally Tally, DateTimeOffset? ReachedAt);
