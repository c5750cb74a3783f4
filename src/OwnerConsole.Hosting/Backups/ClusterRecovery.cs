using System.Globalization;
using Npgsql;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Hosting.Backups;

/// <summary>Restores a separate cluster from a stored backup and its write-ahead log, next to a running database.</summary>
internal static class ClusterRecovery
{
    private static readonly TimeSpan MaxDuration = TimeSpan.FromHours(6);

    /// <param name="into">A new or empty data directory. If this throws, the directory contains nothing that can be started.</param>
    /// <returns>Time of the last restored change by the clock at that time; null if none was replayed.</returns>
    /// <exception cref="BackupException">The backup was changed or is incomplete, or the target time can't be reached. Nothing was restored.</exception>
    public static async Task<DateTimeOffset?> Recover(
        EncryptedStore vault,
        Manifest manifest,
        RestoreTarget target,
        ClusterLocation into,
        CancellationToken stop
    )
    {
        var room = into.DataDirectory;
        if (manifest.Major != into.Binaries.Major)
            throw new BackupException(
                $"{manifest.BackupId} was made by PostgreSQL {manifest.Major}, but the programs in {into.Binaries.Directory} are version {into.Binaries.Major}. Install version {manifest.Major} and set OWNER_CONSOLE_PG_BIN=/usr/lib/postgresql/{manifest.Major}/bin."
            );
        if (Directory.Exists(room.Cluster) && Directory.EnumerateFileSystemEntries(room.Cluster).Any())
            throw new BackupException($"{room.Cluster} is not empty. Use a new directory.");
        room.Create(room.Cluster);
        var fetched = room.Spool + ".fetched";
        try
        {
            _ =
                await vault.Get(BackupLayout.Base(manifest.Cluster, manifest.BackupId), tar => Unpack(tar, room, stop), stop)
                ?? throw new BackupException($"The base backup of {manifest.BackupId} is missing in {vault.Address}.");
            await Verify(manifest, into, stop);
            room.Create(fetched);
            var timeline = await Fetch(vault, manifest, target, room, fetched, stop);
            return await Replay(manifest, target, timeline, into, fetched, stop);
        }
        catch
        {
            Directory.Delete(room.Cluster, recursive: true); // an incomplete database must not look like a complete one
            throw;
        }
        finally
        {
            if (Directory.Exists(fetched))
                Directory.Delete(fetched, recursive: true);
        }
    }

    private static async Task<DateTimeOffset?> FindRecoveredTime(string super, CancellationToken stop)
    {
        await using var source = NpgsqlDataSource.Create(super);
        await using var command = source.CreateCommand("select pg_last_xact_replay_timestamp()"); // still available after the recovery has ended
        return await command.ExecuteScalarAsync(stop) is DateTime at ? new DateTimeOffset(at, TimeSpan.Zero) : null;
    }

    private static async Task<DataDirectory> Unpack(Stream tar, DataDirectory room, CancellationToken stop)
    {
        await ClusterArchive.Unpack(tar, room, stop);
        return room;
    }

    private static async Task Verify(Manifest manifest, ClusterLocation into, CancellationToken stop)
    {
        var verified = await ProgramRun.Capture([into.Binaries.VerifyBackup, "--exit-on-error", into.DataDirectory.Cluster], stop);
        if (!verified.Ok)
            throw new BackupException($"{manifest.BackupId} does not match its checksums: {verified.ErrorText}");
    }

    /// <returns>The timeline on which the fetched segments end.</returns>
    private static async Task<uint> Fetch(
        EncryptedStore vault,
        Manifest manifest,
        RestoreTarget target,
        DataDirectory room,
        string fetched,
        CancellationToken stop
    )
    {
        var wal = BackupLayout.Wal(manifest.Cluster);
        var stored = (await vault.List(wal, stop)).Select(name => name[wal.Length..]).ToList();
        var histories = new Dictionary<uint, string>();
        foreach (var name in stored.Where(WalChain.IsHistory))
        {
            await Place(vault, wal, name, room, fetched, stop);
            histories[WalChain.TimelineOf(name)] = await File.ReadAllTextAsync(Path.Combine(fetched, name), stop);
        }
        var chain = WalChain.From(manifest.FirstSegment, stored, histories);
        if (chain.Missing is { } missing && target == RestoreTarget.Last)
            throw new BackupException(
                $"The write-ahead log after {manifest.BackupId} has a gap: {missing} is missing in {vault.Address}, but later segments exist. You can restore up to the gap with --to-time. Create a new backup now, because later changes can't be restored from this one."
            );
        if (manifest.LastSegment is { } last && string.CompareOrdinal(last, chain.Segments.LastOrDefault()) > 0)
            throw new BackupException($"The write-ahead log of {manifest.BackupId} is incomplete: {last} is missing in {vault.Address}.");
        foreach (var name in chain.Segments)
            await Place(vault, wal, name, room, fetched, stop);
        return chain.Timeline;
    }

    private static async Task Place(EncryptedStore vault, string wal, string name, DataDirectory room, string fetched, CancellationToken stop)
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
        room.GiveToAccount(path);
    }

    /// <summary>Replays the write-ahead log. The copy accepts no connections until this has finished, and then needs new passwords.</summary>
    private static async Task<DateTimeOffset?> Replay(
        Manifest manifest,
        RestoreTarget target,
        uint timeline,
        ClusterLocation into,
        string fetched,
        CancellationToken stop
    )
    {
        var room = into.DataDirectory;
        var signal = Path.Combine(room.Cluster, "recovery.signal");
        var trusting = Path.Combine(room.Sockets, "recovery.hba");
        await File.WriteAllTextAsync(signal, "", stop);
        await File.WriteAllTextAsync(trusting, "local all all trust\n", stop); // only our user can enter the directory of the socket
        room.GiveToAccount(signal);
        room.GiveToAccount(trusting);
        var options = new ClusterOptions(room.Data)
        {
            StartTimeout = MaxDuration,
            ExtraSettings =
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
            var super = new NpgsqlConnectionStringBuilder(room.ConnectionString(DatabaseRoles.Super, into.Passwords, "postgres"))
            {
                Pooling = false,
            }.ConnectionString;
            var postmaster = await Postmaster.Start(room, into.Binaries, options, super, stop);
            try
            {
                await DatabaseRoles.Renew(super, into.Passwords.Of(DatabaseRoles.Super), stop);
                return await FindRecoveredTime(super, stop);
            }
            finally
            {
                await postmaster.Stop();
            }
        }
        catch (ClusterException refused)
        {
            throw new BackupException(
                $"{manifest.BackupId} can't be restored to {target}: {refused.Message}{(target == RestoreTarget.Last ? "" : " It may not be stored yet: changes are stored within about a minute, or immediately with owner-console backup.")}",
                refused
            );
        }
        finally
        {
            File.Delete(trusting);
        }
    }
}
