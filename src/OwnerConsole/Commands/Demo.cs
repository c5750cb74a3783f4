using System.CommandLine;
using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Commands;

/// <summary>Prints a key for samples/World: it writes the demo population only, reports only, and for one day only. What its plans cost is the owner's to say, so it is decided here.</summary>
internal static class Demo
{
    private const int Days = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Command Command()
    {
        var plans = new Option<FileInfo?>("--plans")
        {
            Description = "A JSON array of plans to add, each as plan.create takes it. Those that exist stay as they are.",
        };
        var profile = new Option<string?>("--profile")
        {
            Description = "Chooses this profile: its words, meters and plans. What is there already stays as it is.",
        };
        var command = new Command("demo", "Print a key that a demo reports with; waits for the console on this machine.") { plans, profile };
        command.Hidden = true;
        command.SetAction((words, stop) => Run(words.GetValue(plans), words.GetValue(profile), stop));
        return command;
    }

    private static async Task Run(FileInfo? plans, string? profile, CancellationToken stop)
    {
        var here = Installation.Here();
        await Running(here, stop);
        await using var storage = await here.JoinStorage(stop);
        await using var services = ConsoleHost.Services(new(storage.Connections, here.Port, here.ReadMasterKey()));
        if (plans is not null)
            foreach (var plan in JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(plans.FullName, stop)).EnumerateArray())
                await Add(plan, services, stop);
        if (profile is not null)
            await Choose(profile, services, stop);
        var input = new
        {
            name = "World",
            scopes = new[] { "tenant.report", "member.report", "event.report" },
            population = Population.Demo,
            days = Days,
        };
        var run = await Carry(await Preview("api_key.create", Json.Element(input), services, stop), services, stop);
        Console.WriteLine(run.ShownOnce);
    }

    private static async Task Add(JsonElement plan, IServiceProvider services, CancellationToken stop)
    {
        var preview = await Preview("plan.create", plan, services, stop);
        if (preview.Subjects is not [{ Code: "key_taken" }])
            await Carry(preview, services, stop);
    }

    private static async Task Choose(string profile, IServiceProvider services, CancellationToken stop)
    {
        try
        {
            var preview = await Preview("profile.choose", Json.Element(new { profile }), services, stop);
            if (preview.Subjects is not [{ Code: "no_change" }])
                await Carry(preview, services, stop);
        }
        catch (Problem unknown) when (unknown.Errors is { } errors)
        {
            throw new InstallationException($"--profile {string.Join(' ', errors.Values.SelectMany(said => said))}");
        }
    }

    private static Task<Preview> Preview(string operation, JsonElement input, IServiceProvider services, CancellationToken stop) =>
        services.GetRequiredService<Previews>().Make(Caller.System, operation, Chosen.These(IdSource.Platform), input, stop);

    private static Task<Run> Carry(Preview preview, IServiceProvider services, CancellationToken stop) =>
        services.GetRequiredService<Runner>().Start(Caller.System, new(preview.PreviewId), key: null, stop);

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
