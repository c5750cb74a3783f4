using OwnerConsole.EmbeddedPostgres;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Backups;

/// <summary>A stored backup becomes a data directory again, and is looked at before anybody trusts it.</summary>
internal static class Restoring
{
    /// <param name="data">a data directory that is new or empty</param>
    /// <param name="then">what else is done with the copy while it runs</param>
    /// <exception cref="BackupException">it can't be restored, or what was restored is not what it should be</exception>
    public static async Task<Tally> Restore(
        Vault vault,
        Manifest manifest,
        RestoreTarget target,
        string data,
        BackupSettings settings,
        Func<IServiceProvider, Task>? then,
        CancellationToken stop
    )
    {
        Directory.CreateDirectory(data);
        await Recovering.Recover(vault, manifest, target, await Premises.Find(data, say: null, stop), stop);
        var moment = target.Point == manifest.BackupId || (manifest.LastSegment is null && target == RestoreTarget.Last) ? manifest : null;
        return await Inspecting.Inspect(data, settings.MasterKey, new Anchor(settings.Checkpoints).Read(), moment, then, stop);
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
