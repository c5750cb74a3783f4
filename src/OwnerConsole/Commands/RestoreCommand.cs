using System.CommandLine;
using System.Globalization;
using Npgsql;
using OwnerConsole.Backups;
using OwnerConsole.EmbeddedPostgres;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Commands;

/// <summary>A stored backup becomes a database again: beside the live one, or in its place.</summary>
internal static class RestoreCommand
{
    private const string Latest = "latest";

    public static Command Command()
    {
        var backup = new Option<string>("--backup")
        {
            Description = "Its id, or latest: the newest that leads to the moment.",
            DefaultValueFactory = _ => Latest,
        };
        var from = new Option<string?>("--from") { Description = "Another place than usual: a folder, or s3://bucket/folder?endpoint=https://…&region=…" };
        var time = new Option<string?>("--to-time")
        {
            Description = "Go on to this moment, such as 2026-11-20T15:04:05Z, instead of to the last that was stored.",
        };
        var point = new Option<string?>("--to-point") { Description = "Go on to this restore point: the id of a run or of a backup." };
        var into = new Option<string?>("--into") { Description = "A new data directory; the live one goes on." };
        var swap = new Option<bool>("--swap") { Description = "Put it in the place of the data of a stopped console. What was there is kept beside it." };
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
            throw new InstallationException("Say either --into DIR, to restore beside the live database, or --swap, to restore in its place.");
        var here = Installation.Here();
        var place = from is null ? await Place(here, stop) : Installation.PlaceOf(from);
        await using var held = isSwapped ? Cluster.Hold(Directory.CreateDirectory(here.Data).FullName) : null;
        using var vault = here.OpenVault(place);
        var manifest = await Shelf.Find(vault, backupId, target, stop);
        var data = Path.GetFullPath(into ?? Path.TrimEndingDirectorySeparator(here.Data) + ".restoring");
        if (Directory.Exists(data) && Directory.EnumerateFileSystemEntries(data).Any())
            throw new InstallationException($"{data} is not empty. Name a new directory, or delete it.");
        Make(data);
        Console.WriteLine($"{manifest.BackupId} of {manifest.EndedAt:yyyy-MM-dd HH:mm:ss} UTC in {vault.Address} is restored to {target}.");
        var ledger = isSwapped ? new ErasureFile(here.Erasures) : new(data + ".erasures");
        await ErasureShelf.Gather(vault, manifest.Cluster, new(here.Erasures), ledger, stop);
        var settings = here.BackupSettings();
        var (tally, reachedAt) = await Restoring.Restore(vault, manifest, target, data, settings, ledger, stop);
        Console.WriteLine($"Restored and looked at: {BackupCommands.Count(tally)}; the log is whole and the secrets open.");
        if (target.Warning(reachedAt) is { } warning)
            Console.Error.WriteLine($"WARNING: {warning}");
        Console.WriteLine("Nothing leaves it, no mail and no event, until somebody releases it: the banner on every page asks for it.");
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
            // said below, with what to do
        }
        throw new InstallationException(
            $"{data} can't be written by the console's account (user {Posix.Me}). Make it first, as root: install -d -o {Posix.Me} -m 700 {data}"
        );
    }

    /// <summary>As the page says it, while the database can still be asked; otherwise the usual one.</summary>
    private static async Task<BackupPlace> Place(Installation here, CancellationToken stop)
    {
        KeyFile.Backup.Read(here.Data, isMade: false);
        if (!Directory.Exists(Path.Combine(here.Data, "postgres")))
            return here.UsualPlace;
        try
        {
            return await BackupCommands.Place(here, stop);
        }
        catch (Exception mute) when (mute is ClusterException or SchemaException or SecretException or NpgsqlException or InstallationException)
        {
            Console.Error.WriteLine(
                $"The database can't be asked where its backups go ({mute.Message}), so this looks in the usual place; --from names another."
            );
            return here.UsualPlace;
        }
    }

    private static void Beside(Installation here, string data, Anchor anchor, Tally tally)
    {
        Carry(anchor, data + ".checkpoints", tally);
        // a key that is a variable here is one there, too; it would not be printed
        var keys = string.Concat(
            new[] { KeyFile.Master, KeyFile.Backup }
                .Where(key => Installation.Given(key.Variable) is null)
                .Select(key => $"{key.Variable}_FILE={key.Path(here.Data)} ")
        );
        Console.WriteLine($"Start it with: OWNER_CONSOLE_DATA={data} {keys}PORT={here.Port + 1} owner-console serve");
    }

    /// <summary>Two renames: the old data is whole under its new name, whatever happens between them.</summary>
    private static void Swap(Installation here, string data, Anchor anchor, Tally tally)
    {
        var before = Kept.Beside(Path.TrimEndingDirectorySeparator(here.Data));
        Directory.Move(here.Data, before);
        Directory.Move(data, here.Data);
        if (File.Exists(here.Checkpoints))
        {
            File.Move(here.Checkpoints, before + ".checkpoints");
            Carry(anchor with { Path = before + ".checkpoints" }, here.Checkpoints, tally);
        }
        Console.WriteLine($"It is in place. What was there before is kept in {before}; delete it when you are sure. Start the console: owner-console serve");
    }

    /// <summary>The restored log has its own file: checkpoints over lines that it lacks prove what was lost, not that it is wrong.</summary>
    private static void Carry(Anchor anchor, string path, Tally tally)
    {
        var its = new Anchor(path);
        foreach (var signed in anchor.Upto(tally.Lines))
            its.Append(signed.Note);
    }

    private static RestoreTarget Target(string? time, string? point)
    {
        if (time is not null && point is not null)
            throw new InstallationException("Say either --to-time or --to-point.");
        if (time is null)
            return new(Point: point);
        return DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? new(At: at)
            : throw new InstallationException($"{time} is no moment. Write it as 2026-11-20T15:04:05Z.");
    }
}
