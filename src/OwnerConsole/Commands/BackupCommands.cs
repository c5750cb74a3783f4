using System.CommandLine;
using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Hosting.Backups;
using OwnerConsole.Hosting.Installations;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Reliability.Backups;

namespace OwnerConsole.Commands;

/// <summary>Backup commands for administrators; they work with or without a running console.</summary>
internal static class BackupCommands
{
    public static Command Command()
    {
        var to = new Option<string?>("--to")
        {
            Description = "Storage to use instead of the configured one: a folder, or s3://bucket/folder?endpoint=https://…&region=…",
        };
        var from = new Option<string?>("--from") { Description = "Storage to use instead of the configured one." };
        var list = new Command("list", "List stored backups.") { from };
        list.SetAction((words, stop) => List(words.GetValue(from), stop));
        var sheet = new Command("sheet", "Print the recovery sheet, which contains the keys to restore on another machine. Keep it on paper or in a safe.");
        sheet.SetAction((_, stop) => Sheet(stop));
        var backup = new Command("backup", "Create a backup now and verify it with a test restore.") { to, list, sheet };
        backup.SetAction((words, stop) => Take(words.GetValue(to), stop));
        return backup;
    }

    private static async Task<int> Take(string? to, CancellationToken stop)
    {
        var here = Installation.Read();
        await using var storage = await here.JoinStorage(stop);
        await Schema.Migrator(storage.Connections).Run(stop);
        await using var services = await Services(here, storage, stop);
        if (to is not null)
            return await TakeTo(Installation.LocationOf(to), services.GetRequiredService<BackupSetup>().Engine!, stop); // checked by Services
        var rounds = services.GetRequiredService<BackupRunner>();
        if (storage.IsOurs)
            await rounds.RequeueInterrupted(stop);
        var id = await rounds.Start(stop);
        if (await rounds.Run(id, stop) is { } why)
            throw new BackupException(why);
        var row = await rounds.Find(id, stop);
        return Print(
            id,
            row.Bytes ?? 0,
            row.Address!,
            new(new(row.Tenants ?? 0, row.Members ?? 0, row.Runs ?? 0, row.Lines ?? 0), TimeSpan.FromMilliseconds(row.VerificationMs ?? 0))
        );
    }

    /// <summary>Backs up to a storage other than the configured one. The console does not track these backups.</summary>
    private static async Task<int> TakeTo(BackupLocation place, IBackupEngine engine, CancellationToken stop)
    {
        var made = await engine.CreateBackup(new IdGenerator(TimeProvider.System).New("bak"), place, isShipped: false, stop);
        return Print(made.BackupId, made.Bytes, place.Address, await engine.VerifyRestore(made.BackupId, place, stop));
    }

    private static int Print(string id, long bytes, string address, RestoreTestResult trial)
    {
        Console.WriteLine($"{id}: {ByteCount.Text(bytes)} in {address}.");
        Console.WriteLine($"Verified by a test restore in {trial.Took.TotalSeconds:0.0} s: {Count(trial.Tally)}.");
        return 0;
    }

    private static async Task<int> List(string? from, CancellationToken stop)
    {
        var here = Installation.Read();
        using var vault = here.OpenVault(from is null ? await FindLocation(here, stop) : Installation.LocationOf(from));
        var (whole, shut) = await BackupLayout.Read(vault, stop);
        foreach (var manifest in whole)
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{manifest.BackupId}  {manifest.EndedAt:yyyy-MM-dd HH:mm:ss} UTC  {ByteCount.Text(manifest.Bytes), 10}"
                )
            );
        foreach (var id in shut)
            Console.WriteLine($"{id}  can't be decrypted: it was encrypted with another backup key, or changed in storage");
        if (whole.Count + shut.Count == 0)
            Console.WriteLine($"No backups in {vault.Address}.");
        return 0;
    }

    internal static async Task<int> Sheet(CancellationToken stop)
    {
        var here = Installation.Read();
        Console.WriteLine(
            $"""
            Owner Console: recovery sheet

            Anyone with this sheet and the backups can read all data. Store it separately from them.

            Backups           {(await FindLocation(here, stop)).Address}
            Backup key        {Convert.ToBase64String(here.ReadBackupKey())}
            Master key        {Convert.ToBase64String(here.ReadMasterKey())}

            On a new machine with Owner Console and the same PostgreSQL version:

              export OWNER_CONSOLE_BACKUP_KEY=…        # from above
              export OWNER_CONSOLE_MASTER_KEY=…        # from above
              export OWNER_CONSOLE_DATA=/var/lib/owner-console/data
              owner-console restore --from PLACE --into $OWNER_CONSOLE_DATA
              owner-console serve

            Buckets also require AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, which are not on this sheet.
            """
        );
        return 0;
    }

    internal static async Task<BackupLocation> FindLocation(Installation here, CancellationToken stop)
    {
        await using var storage = await here.JoinStorage(stop);
        await Schema.Migrator(storage.Connections).Run(stop);
        await using var services = await Services(here, storage, stop);
        return await services.GetRequiredService<BackupRunner>().FindLocation(stop);
    }

    /// <exception cref="InstallationException">The console does not back up this database.</exception>
    private static async Task<ServiceProvider> Services(Installation here, Storage storage, CancellationToken stop)
    {
        var home = await here.Backups(ConsoleProgram.Instance, stop);
        if (home.Engine is null)
            throw new InstallationException(
                home.DisabledReason switch
                {
                    BackupsDisabledReason.Off => "Backups are disabled: OWNER_CONSOLE_BACKUPS=off.",
                    BackupsDisabledReason.Bundled => "The bundled database can't be backed up. Install the full version: apt-get install -y postgresql",
                    _ => "The database is an external PostgreSQL server. Back it up with tools such as pgBackRest or Barman.",
                }
            );
        return ConsoleHost.Services(new(storage.Connections, here.Port, here.ReadMasterKey()) { Backups = home });
    }

    internal static string Count(RowCounts tally) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{tally.Tenants:N0} tenants, {tally.Members:N0} members, {tally.Runs:N0} runs and {tally.Lines:N0} log entries"
        );
}
