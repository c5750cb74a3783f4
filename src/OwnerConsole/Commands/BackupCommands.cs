using System.CommandLine;
using System.Globalization;
using OwnerConsole.Backups;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Pure.Amounts;

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
        sheet.SetAction(_ => Sheet());
        var backup = new Command("backup", "Make a backup now and try it with a restore beside the database.") { to, list, sheet };
        backup.SetAction((words, stop) => Take(words.GetValue(to), stop));
        return backup;
    }

    private static async Task<int> Take(string? to, CancellationToken stop)
    {
        var here = Installation.Here();
        await using var storage = await here.JoinStorage(stop);
        await Schema.Migrator(storage.Connections).Run(stop);
        await using var backups = await here.Backups(stop);
        var place = to is null ? backups.Usual : Installation.PlaceOf(to);
        var id = new IdSource(TimeProvider.System).New("bak");
        var made = await backups.Take(id, place, isShipped: to is null, stop);
        Console.WriteLine($"{made.BackupId}: {ByteCount.Text(made.Bytes)} in {place}. It is being restored beside the database, to see whether it can be.");
        var trial = await backups.Try(id, place, stop);
        Console.WriteLine($"It can: restored and looked at in {trial.Took.TotalSeconds:0.0} s, with {Count(trial.Tally)}.");
        return 0;
    }

    private static async Task<int> List(string? from, CancellationToken stop)
    {
        var here = Installation.Here();
        using var vault = here.OpenVault(from);
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

    private static int Sheet()
    {
        var here = Installation.Here();
        Console.WriteLine(
            $"""
            Owner Console: recovery sheet

            Whoever has this sheet and the backups can read everything. Keep it apart from them.

            Backups lie in    {here.UsualPlace}
            Backup key        {Convert.ToBase64String(here.ReadBackupKey())}
            Master key        {Convert.ToBase64String(here.ReadMasterKey())}

            On a new machine, with Owner Console and PostgreSQL of the same version installed:

              export OWNER_CONSOLE_BACKUP_KEY=…        # from above
              export OWNER_CONSOLE_MASTER_KEY=…        # from above
              owner-console restore --from PLACE --backup latest --into data
              OWNER_CONSOLE_DATA=data owner-console serve

            A bucket also asks for AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, which are not on this sheet.
            """
        );
        return 0;
    }

    internal static string Count(Tally tally) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{tally.Tenants:N0} tenants, {tally.Members:N0} members, {tally.Runs:N0} runs and a log of {tally.Lines:N0} lines"
        );
}
