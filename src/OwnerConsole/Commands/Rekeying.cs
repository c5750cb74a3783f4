using Npgsql;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Commands;

/// <summary>Replaces the master key: first in a file beside it, then in the database, then in its place. The database says which of the two it goes with, so an end between any of these is finished by whatever starts next.</summary>
internal static class Rekeying
{
    /// <exception cref="InstallationException">the key is not in a file, or can't be replaced there</exception>
    public static async Task<int> Run(CancellationToken stop)
    {
        if (Installation.Given(KeyFile.Master.Variable) is not null)
            throw new InstallationException(
                $"The master key is given by {KeyFile.Master.Variable}, which can't be replaced from here. Write it to a file that the console's account alone can read, name that with {KeyFile.Master.Variable}_FILE instead, and restart the console; then do this again."
            );
        var here = Installation.Here();
        var isBegun = File.Exists(KeyFile.Master.NextPath(here.Data));
        await using (var storage = await here.JoinStorage(stop))
        {
            if (!isBegun || File.Exists(KeyFile.Master.NextPath(here.Data)))
                await Replace(here, storage, stop);
        }
        Console.WriteLine(
            "A console that runs goes on with the key that it has in memory. Other machines that run one need the new file before they are restarted."
        );
        return await Sheet(here, stop);
    }

    /// <summary>Puts the new key in its place where the database goes with it already.</summary>
    public static async Task Finish(string data, Connections connections, CancellationToken stop)
    {
        if (Installation.Given(KeyFile.Master.Variable) is not null || !File.Exists(KeyFile.Master.NextPath(data)))
            return;
        await using var database = new Database(connections);
        if (await Canary.Find(database, stop) is { } stored && Canary.Opens(new(KeyFile.Master.Next(data)), stored))
            Swap(data);
    }

    private static async Task Replace(Installation here, Storage storage, CancellationToken stop)
    {
        await Schema.Migrator(storage.Connections).Run(stop);
        await using var services = here.Services(storage.Connections);
        var keys = await services.GetRequiredService<Resealing>().Rekey(KeyFile.Master.Next(here.Data), stop);
        Console.WriteLine($"The {(keys == 1 ? "key" : $"{keys} keys")} of stored secrets {(keys == 1 ? "lies" : "lie")} under a new master key.");
        Swap(here.Data);
    }

    private static void Swap(string data)
    {
        var kept = KeyFile.Master.Replace(data);
        Console.WriteLine(
            $"It is in {KeyFile.Master.Path(data)}. Backups from before open with the former one alone: {kept}. Delete that with the last of them."
        );
    }

    private static async Task<int> Sheet(Installation here, CancellationToken stop)
    {
        if (Installation.Given("ConnectionStrings__App") is null && (await here.Backups(stop)).Engine is not null)
            return await BackupCommands.Sheet(stop);
        Console.WriteLine($"Keep it apart from the data and its backups: {Convert.ToBase64String(here.ReadMasterKey())}");
        return 0;
    }
}
