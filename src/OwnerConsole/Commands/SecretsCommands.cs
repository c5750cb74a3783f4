using System.CommandLine;
using System.Globalization;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Commands;

/// <summary>Other keys for stored secrets, for whoever sits at the machine.</summary>
internal static class SecretsCommands
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    public static Command Command()
    {
        var rotate = new Command("rotate", "Make a new key and seal every stored secret with it. Goes on where an earlier one was ended; the console may run.");
        rotate.SetAction((_, stop) => Rotate(stop));
        var rekey = new Command(
            "rekey",
            "Make a new master key and put the ring of keys under it. Prints the recovery sheet anew; backups from before need the former key."
        );
        rekey.SetAction((_, stop) => Rekeying.Run(stop));
        return new("secrets", "Give stored secrets other keys.") { rotate, rekey };
    }

    private static async Task<int> Rotate(CancellationToken stop)
    {
        var here = Installation.Here();
        await using var storage = await here.JoinStorage(stop);
        await Schema.Migrator(storage.Connections).Run(stop);
        await using var services = here.Services(storage.Connections);
        var (id, isNew) = await services.GetRequiredService<Resealing>().Begin(stop);
        Console.WriteLine(
            isNew ? $"The key {id} was made. It seals in a minute, when every console knows it." : $"This goes on with the key {id}, which was made already."
        );
        await Seals(services.GetRequiredService<KeyRing>(), id, stop);
        var shut = await Reseal(services.GetRequiredService<Resealing>(), stop);
        foreach (var use in await services.GetRequiredService<KeyUses>().Count(stop))
            Console.WriteLine(use.KeyId == id ? $"The key {id} seals {Count(use.Boxes, "secret")}." : Says(use));
        return shut == 0 ? 0 : 1;
    }

    /// <summary>By the database's clock, as every node sees it.</summary>
    private static async Task Seals(KeyRing ring, string id, CancellationToken stop)
    {
        while (true)
        {
            ring.Read();
            if (ring.Sealing.Id == id)
                return;
            await Task.Delay(Beat, stop);
        }
    }

    private static async Task<int> Reseal(Resealing resealing, CancellationToken stop)
    {
        var shut = 0;
        await foreach (var one in resealing.Pass(stop))
        {
            if (one.Done > 0)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.Column, -32} {one.Done, 9:N0}"));
            if (one.Shut > 0)
                Console.Error.WriteLine($"{one.Column}: {Count(one.Shut, "secret")} could not be opened and stay as they are.");
            shut += one.Shut;
        }
        return shut;
    }

    private static string Says(KeyUse use)
    {
        string[] holds =
        [
            .. use.Boxes > 0 ? [Count(use.Boxes, "secret")] : Array.Empty<string>(),
            .. use.Inputs > 0 ? [$"{Count(use.Inputs, "input")} of previews and runs, which are emptied after 30 days"] : Array.Empty<string>(),
            .. use.Codes > 0 ? [$"{Count(use.Codes, "recovery code")}, until whoever has them makes new ones"] : Array.Empty<string>(),
        ];
        return holds is []
            ? $"Nothing is left under the key {use.KeyId}: the console retires it within a day."
            : $"The key {use.KeyId} stays for {string.Join(", and ", holds)}. Then the console retires it.";
    }

    private static string Count(long number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {what}{(number == 1 ? "" : "s")}");
}
