using System.Diagnostics;
using OwnerConsole.Data;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Kernel.Backups;

namespace OwnerConsole.Hosting.Backups;

/// <summary>Copies the whole cluster online, directly into the storage.</summary>
internal sealed class BaseBackup(ClusterLocation premises, TimeProvider clock)
{
    /// <param name="isShipped">True if the write-ahead log is shipped to the same storage.</param>
    /// <exception cref="BackupException">The backup failed; the storage contains no complete backup from this attempt.</exception>
    public async Task<Manifest> Take(string backupId, EncryptedStore vault, bool isShipped, CancellationToken stop)
    {
        if (!File.Exists(premises.Binaries.BaseBackup))
            throw new BackupException(
                $"{premises.Binaries.Directory} has no pg_basebackup: the bundled database can't be backed up. Install the full version: apt-get install -y postgresql"
            );
        var startedAt = clock.GetUtcNow();
        await using var database = new Database(premises.Connections);
        await using var session = await BackupSession.Open(premises.DataDirectory, premises.Passwords, stop);
        var cluster = await session.Identify(stop);
        var first = await session.Hold(stop);
        var before = await Count(database, stop);
        var bytes = await vault.Put(BackupLayout.Base(cluster, backupId), target => Copy(target, stop), stop);
        isShipped = isShipped && await session.IsArchiving(stop);
        if (isShipped)
            before = await Count(database, stop);
        var last = isShipped ? await session.Mark(backupId, stop) : null;
        var after = await Count(database, stop);
        await session.Switch(stop);
        var manifest = new Manifest(backupId, cluster, premises.Binaries.Major, startedAt, clock.GetUtcNow(), first, last, bytes, before, after);
        await vault.PutJson(BackupLayout.Manifest(cluster, backupId), manifest, stop);
        return manifest;
    }

    private static async Task<RowCounts> Count(Database database, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await RowCounts.Read(work);
    }

    /// <summary>Copies the cluster as one tar file with the write-ahead log that makes it consistent, and PostgreSQL's manifest with a hash of every file.</summary>
    private async Task Copy(Stream target, CancellationToken stop)
    {
        string[] words =
        [
            $"--host={premises.DataDirectory.Sockets}",
            $"--username={DatabaseRoles.Backup}",
            "--no-password",
            "--pgdata=-",
            "--format=tar",
            "--wal-method=fetch",
            "--checkpoint=fast",
            "--manifest-checksums=SHA256",
        ];
        using var process = Process.Start(
            new ProcessStartInfo(premises.Binaries.BaseBackup, words)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                WorkingDirectory = "/",
                Environment = { ["LC_ALL"] = "C", ["PGPASSWORD"] = premises.Passwords.Of(DatabaseRoles.Backup) },
            }
        )!; // it was asked to start a new one
        await using var end = stop.Register(process.Kill);
        var said = process.StandardError.ReadToEndAsync(stop);
        try
        {
            await process.StandardOutput.BaseStream.CopyToAsync(target, stop);
        }
        catch
        {
            process.Kill();
            throw;
        }
        await process.WaitForExitAsync(stop);
        if (process.ExitCode != 0)
            throw new BackupException($"The base backup failed: {new ProgramRun(false, "", await said).ErrorText}");
    }
}
