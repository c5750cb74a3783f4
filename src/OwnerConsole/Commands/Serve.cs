using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OwnerConsole.Hosting.Installations;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Telemetry;

namespace OwnerConsole.Commands;

/// <summary>Runs the console until a signal stops it: first the web server, then the database.</summary>
internal static class Serve
{
    public static Command Command()
    {
        var tls = new Option<string?>("--tls")
        {
            Description = "Certificate for HTTPS, as a PEM file; overrides OWNER_CONSOLE_TLS. It is reloaded when it changes.",
        };
        var key = new Option<string?>("--key")
        {
            Description = "Private key of the certificate, as a PEM file; overrides OWNER_CONSOLE_TLS_KEY. Default: the key in the certificate file.",
        };
        var command = new Command("serve", "Run the console (the default).") { tls, key };
        command.SetAction((words, stop) => Run(words.GetValue(tls), words.GetValue(key), stop));
        return command;
    }

    private static async Task<int> Run(string? certificate, string? certificateKey, CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        var here = Installation.Read(certificate, certificateKey);
        var telemetry = TelemetryOptions.Read(Installation.Variable);
        EnsureIsFree(
            new(IPAddress.TryParse(here.Bind, out var bind) ? bind : IPAddress.Loopback, here.Port),
            refused => $"Can't listen on {here.Address}: {refused}. Choose another port with PORT, such as PORT={here.Port + 1}."
        );
        if (telemetry.Metrics is { } metrics)
            EnsureIsFree(metrics, refused => $"Can't serve metrics on {metrics}: {refused}. Choose another address with OWNER_CONSOLE_METRICS.");
        var proxies = Installation.Proxies;
        await using var storage = await here.OpenStorage(stop);
        UploadFolder.Use(here.Data);
        await using var app = await ConsoleHost.Build(
            new(storage.Connections, here.Port, here.ReadMasterKey(), here.Bind, Installation.AllowsPrivateHosts)
            {
                Vendors = Installation.Vendors,
                Checkpoints = here.Checkpoints,
                Erasures = here.Erasures,
                DataFolder = here.Data,
                Backups = await here.Backups(ConsoleProgram.Instance, stop),
                Volume = storage.Volume,
                Tls = here.Tls,
                Proxies = proxies,
                Telemetry = telemetry,
            },
            stop
        );
        await app.StartAsync(stop);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Started in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s."));
        Console.WriteLine($"Owner Console: {here.Address}");
        if (await app.Services.GetRequiredService<SetupLinks>().CreateFirst(stop) is { } path)
            Console.WriteLine($"Open this link within 30 minutes to become the owner; it is valid once: {here.Address}{path}");

        var ended = await Task.WhenAny(Task.Delay(Timeout.Infinite, stop), storage.Lost);
        if (ended != storage.Lost && storage.IsShared)
            await app.Services.GetRequiredService<ShutdownNotice>().Announce(here.Notice);
        await app.StopAsync(CancellationToken.None);
        if (ended == storage.Lost)
            await storage.Lost;
        return 0;
    }

    /// <summary>Checks an address first, so that nothing is started for a console that can't listen.</summary>
    private static void EnsureIsFree(IPEndPoint address, Func<string, string> describe)
    {
        try
        {
            using var probe = new TcpListener(address);
            probe.Start();
        }
        catch (SocketException refused)
        {
            throw new InstallationException(describe(refused.Message));
        }
    }
}
