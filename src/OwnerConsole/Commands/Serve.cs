using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Commands;

/// <summary>Runs the console until a signal ends it: the web first, then the database behind it.</summary>
internal static class Serve
{
    public static Command Command()
    {
        var command = new Command("serve", "Run the console (the default).");
        command.SetAction((_, stop) => Run(stop));
        return command;
    }

    private static async Task<int> Run(CancellationToken stop)
    {
        var here = Installation.Here();
        NeedsPort(here);
        var key = here.ReadMasterKey();
        await using var storage = await here.OpenStorage(stop);
        await using var app = await ConsoleHost.Build(
            new(storage.Connections, here.Port, key, here.Bind, Installation.PrivateReceivers)
            {
                Checkpoints = here.Checkpoints,
                Erasures = here.Erasures,
                Volume = storage.Volume,
            },
            stop
        );
        await app.StartAsync(stop);
        Console.WriteLine($"Owner Console: {here.Address}");
        if (await app.Services.GetRequiredService<Invitations>().First(stop) is { } path)
            Console.WriteLine($"Open this once, within 30 minutes, to become its owner: {here.Address}{path}");

        var ended = await Task.WhenAny(Task.Delay(Timeout.Infinite, stop), storage.Lost);
        await app.StopAsync(CancellationToken.None);
        if (ended == storage.Lost)
            await storage.Lost;
        return 0;
    }

    /// <summary>Asked first: nothing is started for a console that nobody could reach.</summary>
    private static void NeedsPort(Installation here)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.TryParse(here.Bind, out var address) ? address : IPAddress.Loopback, here.Port);
            probe.Start();
        }
        catch (SocketException refused)
        {
            throw new InstallationException($"Can't listen on {here.Address}: {refused.Message}. Choose another port with PORT, such as PORT={here.Port + 1}.");
        }
    }
}
