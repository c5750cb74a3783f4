using System.CommandLine;
using System.Globalization;
using OwnerConsole.Hosting.Installations;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Commands;

/// <summary>Commands that replace the keys of stored secrets.</summary>
internal static class SecretsCommands
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    public static Command Command()
    {
        var rotate = new Command(
            "rotate",
            "Create a new key and re-encrypt every stored secret with it. Resumes an interrupted rotation. The console may be running."
        );
        rotate.SetAction((_, stop) => Rotate(stop));
        var rekey = new Command(
            "rekey",
            "Create a new master key and re-encrypt the key ring with it. Prints a new recovery sheet. Older backups need the previous key."
        );
        rekey.SetAction((_, stop) => MasterKeyRotation.Run(stop));
        return new("secrets", "Manage the keys of stored secrets.") { rotate, rekey };
    }

    private static async Task<int> Rotate(CancellationToken stop)
    {
        var here = Installation.Read();
        await using var storage = await here.JoinStorage(stop);
        await Schema.Migrator(storage.Connections).Run(stop);
        await using var services = here.Services(ConsoleProgram.Instance, storage.Connections);
        var (id, isNew) = await services.GetRequiredService<SecretReencryptor>().Begin(stop);
        Console.WriteLine(isNew ? $"Created key {id}. It is used in a minute, when every console knows it." : $"Resuming with the existing key {id}.");
        await Seals(services.GetRequiredService<KeyRing>(), id, stop);
        var shut = await Reseal(services.GetRequiredService<SecretReencryptor>(), stop);
        foreach (var use in await services.GetRequiredService<KeyUses>().Count(stop))
            Console.WriteLine(use.KeyId == id ? $"Key {id} encrypts {Count(use.Boxes, "secret")}." : Describe(use));
        return shut == 0 ? 0 : 1;
    }

    /// <summary>Waits by the clock of the database, which all nodes share.</summary>
    private static async Task Seals(KeyRing ring, string id, CancellationToken stop)
    {
        while (true)
        {
            ring.Read();
            if (ring.Current.Id == id)
                return;
            await Task.Delay(PollInterval, stop);
        }
    }

    private static async Task<int> Reseal(SecretReencryptor resealing, CancellationToken stop)
    {
        var shut = 0;
        await foreach (var one in resealing.ReencryptAll(stop))
        {
            if (one.Done > 0)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.Column, -32} {one.Done, 9:N0}"));
            if (one.Shut > 0)
                Console.Error.WriteLine($"{one.Column}: {Count(one.Shut, "secret")} could not be decrypted and are unchanged.");
            shut += one.Shut;
        }
        return shut;
    }

    private static string Describe(KeyUse use)
    {
        string[] holds =
        [
            .. use.Boxes > 0 ? [Count(use.Boxes, "secret")] : Array.Empty<string>(),
            .. use.Inputs > 0 ? [$"{Count(use.Inputs, "input")} of previews and runs, which are cleared after 30 days"] : Array.Empty<string>(),
            .. use.Codes > 0 ? [$"{Count(use.Codes, "recovery code")}, until their owners create new ones"] : Array.Empty<string>(),
        ];
        return holds is []
            ? $"Key {use.KeyId} is no longer used. The console retires it within a day."
            : $"Key {use.KeyId} is kept for {string.Join(", and ", holds)}. Then the console retires it.";
    }

    private static string Count(long number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {what}{(number == 1 ? "" : "s")}");
}
