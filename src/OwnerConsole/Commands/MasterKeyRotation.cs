using OwnerConsole.Data;
using OwnerConsole.Hosting.Installations;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Commands;

/// <summary>Replaces the master key in three steps: a new file next to it, the database, then the file itself. The database records which key it uses, so an interrupted replacement is finished by the next start.</summary>
internal static class MasterKeyRotation
{
    /// <exception cref="InstallationException">The key is not in a file, or the file can't be replaced.</exception>
    public static async Task<int> Run(CancellationToken stop)
    {
        if (Installation.Variable(KeyFile.Master.Variable) is not null)
            throw new InstallationException(
                $"The master key is set by {KeyFile.Master.Variable}, which this command can't change. Write the key to a file that only the console's account can read, set {KeyFile.Master.Variable}_FILE to its path instead, restart the console, and run this command again."
            );
        var here = Installation.Read();
        var isBegun = File.Exists(KeyFile.Master.NextPath(here.Data));
        await using (var storage = await here.JoinStorage(stop))
        {
            if (!isBegun || File.Exists(KeyFile.Master.NextPath(here.Data)))
                await Replace(here, storage, stop);
        }
        Console.WriteLine("A running console keeps using the key in memory. Copy the new file to all other machines before you restart their consoles.");
        return await Sheet(here, stop);
    }

    private static async Task Replace(Installation here, Storage storage, CancellationToken stop)
    {
        await Schema.Migrator(storage.Connections).Run(stop);
        await using var services = here.Services(ConsoleProgram.Instance, storage.Connections);
        var keys = await services.GetRequiredService<SecretReencryptor>().Rekey(KeyFile.Master.Next(here.Data), stop);
        Console.WriteLine($"Re-encrypted {(keys == 1 ? "1 key" : $"{keys} keys")} with the new master key.");
        MasterKeyReplacement.Swap(here.Data);
    }

    private static async Task<int> Sheet(Installation here, CancellationToken stop)
    {
        if (Installation.Variable(DatabaseRole.App.Variable) is null && (await here.Backups(ConsoleProgram.Instance, stop)).Engine is not null)
            return await BackupCommands.Sheet(stop);
        Console.WriteLine($"Store it separately from the data and its backups: {Convert.ToBase64String(here.ReadMasterKey())}");
        return 0;
    }
}
