using System.CommandLine;
using System.Globalization;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Hosting.Backups;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Hosting.Installations;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Commands;

/// <summary>Restores a stored backup, either next to the live database or in its place.</summary>
internal static class RestoreCommand
{
    private const string Latest = "latest";

    public static Command Command()
    {
        var backup = new Option<string>("--backup")
        {
            Description = "ID of the backup, or latest for the newest one that covers the target time.",
            DefaultValueFactory = _ => Latest,
        };
        var from = new Option<string?>("--from")
        {
            Description = "Storage to use instead of the configured one: a folder, or s3://bucket/folder?endpoint=https://…&region=…",
        };
        var time = new Option<string?>("--to-time")
        {
            Description = "Restore to this time, such as 2026-11-20T15:04:05Z, instead of the latest stored change.",
        };
        var point = new Option<string?>("--to-point") { Description = "Restore to this restore point: the ID of a run or a backup." };
        var into = new Option<string?>("--into") { Description = "A new data directory; the live database keeps running." };
        var swap = new Option<bool>("--swap") { Description = "Replace the data of a stopped console. The old data is kept next to it." };
        var command = new Command("restore", "Restore a backup.") { backup, from, time, point, into, swap };
        command.SetAction(
            (words, stop) =>
                Run(
                    words.GetValue(backup)!, // it has a default
                    words.GetValue(from),
                    Target(words.GetValue(time), words.GetValue(point)),
                    words.GetValue(into),
                    words.GetValue(swap),
                    stop
                )
        );
        return command;
    }

    private static async Task<int> Run(string backupId, string? from, RestoreTarget target, string? into, bool isSwapped, CancellationToken stop)
    {
        if (into is null == !isSwapped)
            throw new InstallationException("Use either --into DIR to restore next to the live database, or --swap to replace it.");
        var here = Installation.Read();
        var place = from is null ? await FindLocation(here, stop) : Installation.LocationOf(from);
        await using var held = isSwapped ? Cluster.AcquireLock(Directory.CreateDirectory(here.Data).FullName) : null;
        using var vault = here.OpenVault(place);
        var manifest = await BackupLayout.Find(vault, backupId, target, stop);
        var data = Path.GetFullPath(into ?? Path.TrimEndingDirectorySeparator(here.Data) + ".restoring");
        if (Directory.Exists(data) && Directory.EnumerateFileSystemEntries(data).Any())
            throw new InstallationException($"{data} is not empty. Use a new directory, or delete this one.");
        Make(data);
        Console.WriteLine($"Restoring {manifest.BackupId} of {manifest.EndedAt:yyyy-MM-dd HH:mm:ss} UTC from {vault.Address} to {target}.");
        var ledger = isSwapped ? new ErasureFile(here.Erasures) : new(data + ".erasures");
        await ErasureLedgerStore.Merge(vault, manifest.Cluster, new(here.Erasures), ledger, stop);
        var settings = here.BackupSettings(ConsoleProgram.Instance);
        var (tally, reachedAt) = await BackupRestorer.Restore(vault, manifest, target, data, settings, ledger, stop);
        Console.WriteLine($"Restored and verified: {BackupCommands.Count(tally)}. The log is intact and the secrets can be decrypted.");
        if (target.Warning(reachedAt) is { } warning)
            Console.Error.WriteLine($"WARNING: {warning}");
        Console.WriteLine("Emails and events are paused until someone releases the console with the banner on every page.");
        if (isSwapped)
            Swap(here, data, settings.Anchor, tally);
        else
            Beside(here, data, settings.Anchor, tally);
        return 0;
    }

    private static void Make(string data)
    {
        try
        {
            if (Posix.CanWrite(Directory.CreateDirectory(data).FullName))
                return;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // reported below with a remedy
        }
        throw new InstallationException(
            $"{data} is not writable for the console's account (user {Posix.Me}). Create it first, as root: install -d -o {Posix.Me} -m 700 {data}"
        );
    }

    /// <summary>Returns the storage from the settings in the database if it responds, else the default storage.</summary>
    private static async Task<BackupLocation> FindLocation(Installation here, CancellationToken stop)
    {
        KeyFile.Backup.Read(here.Data, isMade: false);
        if (!Directory.Exists(Path.Combine(here.Data, "postgres")))
            return here.DefaultLocation;
        try
        {
            return await BackupCommands.FindLocation(here, stop);
        }
        catch (Exception mute) when (mute is ClusterException or SchemaException or SecretException or NpgsqlException or InstallationException)
        {
            Console.Error.WriteLine(
                $"Can't read the backup settings from the database ({mute.Message}). Using the default storage; use --from for another one."
            );
            return here.DefaultLocation;
        }
    }

    private static void Beside(Installation here, string data, CheckpointAnchor anchor, RowCounts tally)
    {
        ContinueAnchor(anchor, data + ".checkpoints", tally);
        // A key that is set by a variable here must be set there, too. It is not printed.
        var keys = string.Concat(
            new[] { KeyFile.Master, KeyFile.Backup }
                .Where(key => Installation.Variable(key.Variable) is null)
                .Select(key => $"{key.Variable}_FILE={key.Path(here.Data)} ")
        );
        Console.WriteLine($"Start it with: OWNER_CONSOLE_DATA={data} {keys}PORT={here.Port + 1} owner-console serve");
    }

    /// <summary>Swaps the data in two renames, so that the old data is complete under its new name even if the process is interrupted.</summary>
    private static void Swap(Installation here, string data, CheckpointAnchor anchor, RowCounts tally)
    {
        var before = ReplacedFiles.PathFor(Path.TrimEndingDirectorySeparator(here.Data));
        Directory.Move(here.Data, before);
        Directory.Move(data, here.Data);
        if (File.Exists(here.Checkpoints))
        {
            File.Move(here.Checkpoints, before + ".checkpoints");
            ContinueAnchor(anchor with { Path = before + ".checkpoints" }, here.Checkpoints, tally);
        }
        Console.WriteLine(
            $"Restore complete. The previous data is kept in {before}; delete it when you no longer need it. Start the console: owner-console serve"
        );
    }

    /// <summary>Gives the restored log its own checkpoint file: checkpoints of later entries show what was lost, not that the log is wrong.</summary>
    private static void ContinueAnchor(CheckpointAnchor anchor, string path, RowCounts tally)
    {
        var its = new CheckpointAnchor(path);
        foreach (var signed in anchor.ReadUpTo(tally.Lines))
            its.Append(signed.Note);
    }

    private static RestoreTarget Target(string? time, string? point)
    {
        if (time is not null && point is not null)
            throw new InstallationException("Use either --to-time or --to-point, not both.");
        if (time is null)
            return new(Point: point);
        return DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? new(At: at)
            : throw new InstallationException($"{time} is not a valid time. Use the format 2026-11-20T15:04:05Z.");
    }
}
