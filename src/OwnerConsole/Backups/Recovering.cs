using System.Globalization;
using Npgsql;
using OwnerConsole.EmbeddedPostgres;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Backups;

/// <summary>Makes a cluster of its own out of a stored backup and the write-ahead log after it, beside whatever runs.</summary>
internal static class Recovering
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(6);

    /// <param name="into">a data directory that is new or empty; what is left in it when this throws is no database that anything would start</param>
    /// <returns>when the last change that was restored was made, by the clock of then; null where none was replayed</returns>
    /// <exception cref="BackupException">it was changed, something of it is missing, or the moment can't be reached: then nothing was restored</exception>
    public static async Task<DateTimeOffset?> Recover(Vault vault, Manifest manifest, RestoreTarget target, Premises into, CancellationToken stop)
    {
        var room = into.Room;
        if (manifest.Major != into.Binaries.Major)
            throw new BackupException(
                $"{manifest.BackupId} was made by PostgreSQL {manifest.Major}; the programs in {into.Binaries.Directory} are {into.Binaries.Major}'s. Install that version and set OWNER_CONSOLE_PG_BIN=/usr/lib/postgresql/{manifest.Major}/bin."
            );
        if (Directory.Exists(room.Cluster) && Directory.EnumerateFileSystemEntries(room.Cluster).Any())
            throw new BackupException($"{room.Cluster} is not empty. Name a new directory.");
        room.Make(room.Cluster);
        var fetched = room.Spool + ".fetched";
        try
        {
            _ =
                await vault.Get(Shelf.Base(manifest.Cluster, manifest.BackupId), tar => Unpacked(tar, room, stop), stop)
                ?? throw new BackupException($"{vault.Address} has lost the base of {manifest.BackupId}.");
            await Verify(manifest, into, stop);
            room.Make(fetched);
            var timeline = await Fetch(vault, manifest, target, room, fetched, stop);
            return await Replay(manifest, target, timeline, into, fetched, stop);
        }
        catch
        {
            Directory.Delete(room.Cluster, recursive: true); // half of a database must not look like one
            throw;
        }
        finally
        {
            if (Directory.Exists(fetched))
                Directory.Delete(fetched, recursive: true);
        }
    }

    private static async Task<DateTimeOffset?> Reached(string super, CancellationToken stop)
    {
        await using var source = NpgsqlDataSource.Create(super);
        await using var command = source.CreateCommand("select pg_last_xact_replay_timestamp()"); // stays after the recovery is over
        return await command.ExecuteScalarAsync(stop) is DateTime at ? new DateTimeOffset(at, TimeSpan.Zero) : null;
    }

    private static async Task<Room> Unpacked(Stream tar, Room room, CancellationToken stop)
    {
        await Unpacking.Unpack(tar, room, stop);
        return room;
    }

    private static async Task Verify(Manifest manifest, Premises into, CancellationToken stop)
    {
        var verified = await ProgramRun.Capture([into.Binaries.VerifyBackup, "--exit-on-error", into.Room.Cluster], stop);
        if (!verified.Ok)
            throw new BackupException($"{manifest.BackupId} is not what was copied: {verified.Complaint}");
    }

    /// <returns>the timeline on which the fetched segments end</returns>
    private static async Task<uint> Fetch(Vault vault, Manifest manifest, RestoreTarget target, Room room, string fetched, CancellationToken stop)
    {
        var wal = Shelf.Wal(manifest.Cluster);
        var stored = (await vault.List(wal, stop)).Select(name => name[wal.Length..]).ToList();
        var histories = new Dictionary<uint, string>();
        foreach (var name in stored.Where(WalChain.IsHistory))
        {
            await Lay(vault, wal, name, room, fetched, stop);
            histories[WalChain.TimelineOf(name)] = await File.ReadAllTextAsync(Path.Combine(fetched, name), stop);
        }
        var chain = WalChain.From(manifest.FirstSegment, stored, histories);
        if (chain.Missing is { } missing && target == RestoreTarget.Last)
            throw new BackupException(
                $"The write-ahead log after {manifest.BackupId} has a gap: {missing} is not in {vault.Address} although later segments are. What came before it can be restored with --to-time; what came after it is lost with this backup, so take another one now."
            );
        if (manifest.LastSegment is { } last && string.CompareOrdinal(last, chain.Segments.LastOrDefault()) > 0)
            throw new BackupException($"The write-ahead log of {manifest.BackupId} itself is not whole: {last} is not in {vault.Address}.");
        foreach (var name in chain.Segments)
            await Lay(vault, wal, name, room, fetched, stop);
        return chain.Timeline;
    }

    private static async Task Lay(Vault vault, string wal, string name, Room room, string fetched, CancellationToken stop)
    {
        var path = Path.Combine(fetched, name);
        _ = await vault.Get(
            wal + name,
            async source =>
            {
                await using var file = File.Create(path);
                await source.CopyToAsync(file, stop);
                return file;
            },
            stop
        );
        room.Give(path);
    }

    /// <summary>Until it is over the copy answers nobody; then it is a database that has forgotten its old passwords.</summary>
    private static async Task<DateTimeOffset?> Replay(
        Manifest manifest,
        RestoreTarget target,
        uint timeline,
        Premises into,
        string fetched,
        CancellationToken stop
    )
    {
        var room = into.Room;
        var signal = Path.Combine(room.Cluster, "recovery.signal");
        var trusting = Path.Combine(room.Sockets, "recovery.hba");
        await File.WriteAllTextAsync(signal, "", stop);
        await File.WriteAllTextAsync(trusting, "local all all trust\n", stop); // the sockets' directory lets nobody else in
        room.Give(signal);
        room.Give(trusting);
        var options = new ClusterOptions(room.Data)
        {
            Patience = Patience,
            More =
            [
                "archive_mode=off",
                "hot_standby=off",
                "shared_buffers=128MB",
                $"hba_file={trusting}",
                $"restore_command=cp {ServerSettings.Quoted(fetched)}/%f %p",
                "recovery_target_action=promote",
                string.Create(CultureInfo.InvariantCulture, $"recovery_target_timeline={timeline}"),
                .. target.Settings,
            ],
        };
        try
        {
            var super = new NpgsqlConnectionStringBuilder(room.To(DatabaseRoles.Super, into.Passwords, "postgres")) { Pooling = false }.ConnectionString;
            var postmaster = await Postmaster.Start(room, into.Binaries, options, super, stop);
            try
            {
                await DatabaseRoles.Renew(super, into.Passwords.Of(DatabaseRoles.Super), stop);
                return await Reached(super, stop);
            }
            finally
            {
                await postmaster.Stop();
            }
        }
        catch (ClusterException refused)
        {
            throw new BackupException(
                $"{manifest.BackupId} does not lead to {target}: {refused.Message}{(target == RestoreTarget.Last ? "" : " It may not be stored yet: what is written is, within about a minute, and at once with owner-console backup.")}",
                refused
            );
        }
        finally
        {
            File.Delete(trusting);
        }
    }
}
