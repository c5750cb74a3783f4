using System.CommandLine;
using System.Globalization;
using OwnerConsole.Backups;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Reliability.Backups;

namespace OwnerConsole.Commands;

/// <summary>Backups for whoever sits at the machine, beside a running console or without one.</summary>
internal static class BackupCommands
{
    public static Command Command()
    {
        var to = new Option<string?>("--to") { Description = "Another place than usual: a folder, or s3://bucket/folder?endpoint=https://…&region=…" };
        var from = new Option<string?>("--from") { Description = "Another place than usual." };
        var list = new Command("list", "List the backups that are stored.") { from };
        list.SetAction((words, stop) => List(words.GetValue(from), stop));
        var sheet = new Command("sheet", "Print what is needed to restore on another machine. It holds the keys: keep it on paper or in a safe.");
        sheet.SetAction((_, stop) => Sheet(stop));
        var backup = new Command("backup", "Make a backup now and try it with a restore beside the database.") { to, list, sheet };
        backup.SetAction((words, stop) => Take(words.GetValue(to), stop));
        return backup;
    }

    private static async Task<int> Take(string? to, CancellationToken stop)
    {
        var here = Installation.Here();
        await using var storage = await here.JoinStorage(stop);
        await Schema.Migrator(storage.Connections).Run(stop);
        await using var services = await Services(here, storage, stop);
        if (to is not null)
            return await TakeTo(Installation.PlaceOf(to), services.GetRequiredService<BackupHome>().Engine!, stop); // Services has seen to it
        var rounds = services.GetRequiredService<Rounds>();
        if (storage.IsOurs)
            await rounds.AskAgain(stop);
        var id = await rounds.Begin(stop);
        if (await rounds.Carry(id, stop) is { } why)
            throw new BackupException(why);
        var row = await rounds.Find(id, stop);
        return Tell(
            id,
            row.Bytes ?? 0,
            row.Address!,
            new(new(row.Tenants ?? 0, row.Members ?? 0, row.Runs ?? 0, row.Lines ?? 0), TimeSpan.FromMilliseconds(row.TrialMs ?? 0))
        );
    }

    /// <summary>To another place than usual: the console knows nothing of it.</summary>
    private static async Task<int> TakeTo(BackupPlace place, IBackupEngine engine, CancellationToken stop)
    {
        var made = await engine.Take(new IdSource(TimeProvider.System).New("bak"), place, isShipped: false, stop);
        return Tell(made.BackupId, made.Bytes, place.Address, await engine.Try(made.BackupId, place, stop));
    }

    private static int Tell(string id, long bytes, string address, Trial trial)
    {
        Console.WriteLine($"{id}: {ByteCount.Text(bytes)} in {address}.");
        Console.WriteLine($"Restored beside the database and looked at in {trial.Took.TotalSeconds:0.0} s: {Count(trial.Tally)}. It is good.");
        return 0;
    }

    private static async Task<int> List(string? from, CancellationToken stop)
    {
        var here = Installation.Here();
        using var vault = here.OpenVault(from is null ? await Place(here, stop) : Installation.PlaceOf(from));
        var (whole, shut) = await Shelf.Read(vault, stop);
        foreach (var manifest in whole)
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{manifest.BackupId}  {manifest.EndedAt:yyyy-MM-dd HH:mm:ss} UTC  {ByteCount.Text(manifest.Bytes), 10}"
                )
            );
        foreach (var id in shut)
            Console.WriteLine($"{id}  does not open: sealed with another backup key, or changed in the store");
        if (whole.Count + shut.Count == 0)
            Console.WriteLine($"{vault.Address} holds no backup.");
        return 0;
    }

    internal static async Task<int> Sheet(CancellationToken stop)
    {
        var here = Installation.Here();
        Console.WriteLine(
            $"""
            Owner Console: recovery sheet

            Whoever has this sheet and the backups can read everything. Keep it apart from them.

            Backups lie in    {(await Place(here, stop)).Address}
            Backup key        {Convert.ToBase64String(here.ReadBackupKey())}
            Master key        {Convert.ToBase64String(here.ReadMasterKey())}

            On a new machine, with Owner Console and PostgreSQL of the same version installed:

              export OWNER_CONSOLE_BACKUP_KEY=…        # from above
              export OWNER_CONSOLE_MASTER_KEY=…        # from above
              export OWNER_CONSOLE_DATA=/var/lib/owner-console/data
              owner-console restore --from PLACE --into $OWNER_CONSOLE_DATA
              owner-console serve

            A bucket also asks for AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, which are not on this sheet.
            """
        );
        return 0;
    }

    internal static async Task<BackupPlace> Place(Installation here, CancellationToken stop)
    {
        await using var storage = await here.JoinStorage(stop);
        await Schema.Migrator(storage.Connections).Run(stop);
        await using var services = await Services(here, storage, stop);
        return await services.GetRequiredService<Rounds>().Place(stop);
    }

    /// <exception cref="InstallationException">the console makes no backups of this database</exception>
    private static async Task<ServiceProvider> Services(Installation here, Storage storage, CancellationToken stop)
    {
        var home = await here.Backups(stop);
        if (home.Engine is null)
            throw new InstallationException(
                home.Otherwise switch
                {
                    NoBackups.Off => "Backups are switched off: OWNER_CONSOLE_BACKUPS=off.",
                    NoBackups.Bundled => "The bundled database can't be backed up. Install one that can: apt-get install -y postgresql",
                    _ => "The database is your own PostgreSQL: back it up with its own tools, such as pgbackrest or barman.",
                }
            );
        return ConsoleHost.Services(new(storage.Connections, here.Port, here.ReadMasterKey()) { Backups = home });
    }

    internal static string Count(Tally tally) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{tally.Tenants:N0} tenants, {tally.Members:N0} members, {tally.Runs:N0} runs and a log of {tally.Lines:N0} lines"
        );
}
