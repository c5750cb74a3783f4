using OwnerConsole.Data;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Hosting.Installations;

/// <summary>Moves a new master key into the place of the current one.</summary>
internal static class MasterKeyReplacement
{
    /// <summary>Moves the new key into place if the database already uses it.</summary>
    public static async Task Finish(string data, Connections connections, CancellationToken stop)
    {
        if (Installation.Variable(KeyFile.Master.Variable) is not null || !File.Exists(KeyFile.Master.NextPath(data)))
            return;
        await using var database = new Database(connections);
        if (await Canary.Find(database, stop) is { } stored && Canary.Opens(new(KeyFile.Master.Next(data)), stored))
            Swap(data);
    }

    public static void Swap(string data)
    {
        var kept = KeyFile.Master.Replace(data);
        Console.WriteLine(
            $"It is in {KeyFile.Master.Path(data)}. Older backups can be decrypted only with the previous key: {kept}. Delete that file together with the last of these backups."
        );
    }
}
