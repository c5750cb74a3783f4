using System.CommandLine;
using System.Text.Json;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Commands;

/// <summary>Prints what an application on this machine is connected with, as lines that a shell reads: a key, and the secret of its endpoint.</summary>
internal static class Connect
{
    /// <summary>What an application does by itself; it decides nothing.</summary>
    private static readonly string[] s_scopes =
    [
        "tenant.report",
        "member.report",
        "event.report",
        "instance.report",
        "entitlement.check",
        "entitlement.consume",
        "portal.open",
        "application.declare",
        "task.read",
        "task.carry",
        "impersonation.introspect",
    ];

    /// <summary>Tasks are for the one endpoint that names them.</summary>
    private static readonly string[] s_events = ["tenant.*", "member.*", "impersonation.*", "task.*"];

    public static Command Command()
    {
        var name = new Argument<string>("name") { Description = "Of the application." };
        var endpoint = new Argument<string>("endpoint") { Description = "Where it is told, such as http://localhost:8081/owner-console." };
        var command = new Command("connect", "Print a key and a secret for an application; waits for the console on this machine.") { name, endpoint };
        command.Hidden = true;
        command.SetAction((words, stop) => Run(words.GetRequiredValue(name), words.GetRequiredValue(endpoint), stop));
        return command;
    }

    /// <summary>The feature that StudioApp asks about; a console that has one of this key keeps its own.</summary>
    private static async Task Declare(RunningConsole console, CancellationToken stop)
    {
        var clients = new
        {
            key = "clients",
            name = "Clients",
            kind = "gauge",
            unit = "client",
            allows = "unlimited",
            counts = "members:client",
        };
        var preview = await console.Preview("feature.declare", Json.Element(clients), stop);
        if (preview.Subjects is not [{ Code: "key_taken" }])
            await console.Carry(preview, stop);
    }

    private static async Task Run(string name, string endpoint, CancellationToken stop)
    {
        await using var console = await RunningConsole.Here(stop);
        var key = await Make("api_key.create", new { name, scopes = s_scopes });
        var secret = await Make("webhook_endpoint.create", new { url = endpoint, events = s_events });
        await Declare(console, stop);
        Console.WriteLine($"OWNER_CONSOLE_KEY={key}");
        Console.WriteLine($"OWNER_CONSOLE_SECRET={secret}");

        async Task<string> Make(string operation, object input)
        {
            var preview = await console.Preview(operation, Json.Element(input), stop);
            return preview.Subjects is [{ Code: { } code }]
                ? throw new InstallationException($"{operation} is refused: {code}.")
                : (await console.Carry(preview, stop)).ShownOnce!; // both show what they made
        }
    }
}
