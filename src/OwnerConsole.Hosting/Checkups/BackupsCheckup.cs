using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Hosting.Installations;
using OwnerConsole.Reliability.Backups.Public;

namespace OwnerConsole.Hosting.Checkups;

/// <summary>Checks the last backup and the write-ahead log stored since.</summary>
internal sealed class BackupsCheckup : ICheckup
{
    private static readonly TimeSpan MaxLag = TimeSpan.FromMinutes(5);

    public string Name => "backups";

    public async Task<IReadOnlyList<Finding>> Check(CheckupTarget machine, CancellationToken stop)
    {
        if (!machine.IsPrivate)
            return [Finding.Ok(Name, "Backups of the external PostgreSQL are the responsibility of its operator.")];
        if (!Installation.IsBackedUp)
            return
            [
                Finding.Warning(
                    Name,
                    "Backups are disabled: if this machine is lost, all data is lost.",
                    "Start the console without OWNER_CONSOLE_BACKUPS=off."
                ),
            ];
        if ((await Binaries.Find(ClusterInitializer.Major(machine.Cluster), stop)).Bundled)
            return [Finding.Warning(Name, "The bundled database can't be backed up.", "apt-get install -y postgresql")];
        var known = await machine.Services!.GetRequiredService<DataLossMonitor>().Read(stop);
        return [Last(known), Since(machine, known)];
    }

    private Finding Last(DataLossReport known) =>
        known switch
        {
            { Failure: { } why } => Finding.Problem(Name, $"The last backup failed: {why}", "Fix the cause, then run: owner-console backup"),
            { GoodAt: null } => Finding.Warning(
                Name,
                "No backup exists yet.",
                "A running console creates one automatically. To create one now: owner-console backup"
            ),
            { IsOld: true } => Finding.Warning(
                Name,
                $"The last verified backup is from {known.GoodAt:yyyy-MM-dd HH:mm} UTC.",
                "A running console creates one per day. To create one now: owner-console backup"
            ),
            _ => Finding.Ok(Name, $"The backup from {known.GoodAt:yyyy-MM-dd HH:mm} UTC was verified by a test restore; it is stored in {known.Address}."),
        };

    private Finding Since(CheckupTarget machine, DataLossReport known)
    {
        if (known.ArchiverFailure is { } why)
            return Finding.Problem(Name, why, "Fix the cause; the console retries every minute.");
        var spool = new DirectoryInfo(Path.Combine(Path.GetDirectoryName(machine.Cluster)!, "wal")); // a cluster is never the root of the file system
        var waiting = spool.Exists ? spool.GetFiles() : [];
        return waiting.Length > 0 && waiting.Min(file => file.LastWriteTimeUtc) is var oldest && TimeProvider.System.GetUtcNow().UtcDateTime - oldest > MaxLag
            ? Finding.Problem(
                Name,
                $"{waiting.Length} segments of the write-ahead log have been waiting in {spool.FullName} since {oldest:yyyy-MM-dd HH:mm} UTC: they would be lost with this machine.",
                "A running console stores them; its Backups page shows why it can't."
            )
            : Finding.Ok(Name, "The write-ahead log is stored continuously.");
    }
}
