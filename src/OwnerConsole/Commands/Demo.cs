using System.CommandLine;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Commands;

/// <summary>Prints a key for samples/World: it writes the demo population only, reports only, and for one day only.</summary>
internal static class Demo
{
    private const int Days = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Command Command()
    {
        var command = new Command("demo", "Print a key that a demo reports with; waits for the console on this machine.") { Hidden = true };
        command.SetAction((_, stop) => Run(stop));
        return command;
    }

    private static async Task Run(CancellationToken stop)
    {
        var here = Installation.Here();
        await Running(here, stop);
        await using var storage = await here.JoinStorage(stop);
        await using var services = ConsoleHost.Services(new(storage.Connections, here.Port, here.ReadMasterKey()));
        var input = Json.Element(
            new
            {
                name = "World",
                scopes = new[] { "tenant.report", "member.report", "event.report" },
                population = Population.Demo,
                days = Days,
            }
        );
        var preview = await services.GetRequiredService<Previews>().Make(Caller.System, "api_key.create", Chosen.These(IdSource.Platform), input, stop);
        var run = await services.GetRequiredService<Runner>().Start(Caller.System, new(preview.PreviewId), key: null, stop);
        Console.WriteLine(run.ShownOnce);
    }

    /// <summary>The console migrates before it answers, so its answer says that the tables are there.</summary>
    private static async Task Running(Installation here, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = new(here.Address) };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        while (!patience.IsCancellationRequested)
        {
            try
            {
                using var answer = await http.GetAsync("/readyz", patience.Token);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }
            await Task.Delay(TimeSpan.FromMilliseconds(250), patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        stop.ThrowIfCancellationRequested();
        throw new InstallationException($"No console answers on {here.Address}. Start it first: bin/start");
    }
}
