using OwnerConsole.Commands;
using OwnerConsole.EmbeddedPostgres;
using OwnerConsole.Reliability.Backups.Public;

namespace OwnerConsole.Checkups;

/// <summary>Whether the database can be lost: its last backup, and what was written since.</summary>
internal sealed class BackupsCheckup : ICheckup
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public string Name => "backups";

    public async Task<IReadOnlyList<Finding>> Look(Machine machine, CancellationToken stop)
    {
        if (!machine.IsPrivate)
            return [Finding.Ok(Name, "Whoever runs this PostgreSQL makes them.")];
        if (!Installation.IsBackedUp)
            return
            [
                Finding.Warning(Name, "They are switched off: with this machine everything is lost.", "Start the console without OWNER_CONSOLE_BACKUPS=off."),
            ];
        if ((await Binaries.Find(Birth.Major(machine.Cluster), stop)).Bundled)
            return [Finding.Warning(Name, "The bundled database can't be backed up.", "apt-get install -y postgresql")];
        var known = await machine.Services!.GetRequiredService<Losses>().Look(stop);
        return [Last(known), Since(machine, known)];
    }

    private Finding Last(KnownLosses known) =>
        known switch
        {
            { Failure: { } why } => Finding.Problem(Name, $"The last one failed: {why}", "Mend that, then: owner-console backup"),
            { GoodAt: null } => Finding.Warning(Name, "None was made yet.", "A console that runs makes one by itself; or at once: owner-console backup"),
            { IsOld: true } => Finding.Warning(
                Name,
                $"The last good one is of {known.GoodAt:yyyy-MM-dd HH:mm} UTC.",
                "A console that runs makes one a day; or at once: owner-console backup"
            ),
            _ => Finding.Ok(Name, $"The one of {known.GoodAt:yyyy-MM-dd HH:mm} UTC was restored on trial; it lies in {known.Address}."),
        };

    private Finding Since(Machine machine, KnownLosses known)
    {
        if (known.Stuck is { } why)
            return Finding.Problem(Name, why, "Mend what it says; it tries again by itself every minute.");
        var spool = new DirectoryInfo(Path.Combine(Path.GetDirectoryName(machine.Cluster)!, "wal")); // a cluster is never the root of the file system
        var waiting = spool.Exists ? spool.GetFiles() : [];
        return waiting.Length > 0 && waiting.Min(file => file.LastWriteTimeUtc) is var oldest && TimeProvider.System.GetUtcNow().UtcDateTime - oldest > Patience
            ? Finding.Problem(
                Name,
                $"{waiting.Length} segments of the write-ahead log wait in {spool.FullName} since {oldest:yyyy-MM-dd HH:mm} UTC: they would be lost with this machine.",
                "A console that runs stores them; its page of backups says why it can't."
            )
            : Finding.Ok(Name, "The write-ahead log is stored as it is written.");
    }
}
