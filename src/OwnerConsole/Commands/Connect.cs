using System.CommandLine;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Hosting.Installations;

namespace OwnerConsole.Commands;

/// <summary>Prints the credentials of an application on this machine as shell variables: an API key and the secret of its webhook endpoint.</summary>
internal static class Connect
{
    /// <summary>Permissions of an application. It reports data and starts no operations.</summary>
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
        "task.execute",
        "impersonation.introspect",
    ];

    /// <summary>Task events go only to endpoints that subscribe to them explicitly.</summary>
    private static readonly string[] s_events = ["tenant.*", "member.*", "impersonation.*", "task.*"];

    public static Command Command()
    {
        var name = new Argument<string>("name") { Description = "Name of the application." };
        var endpoint = new Argument<string>("endpoint") { Description = "Webhook URL, such as http://localhost:8081/owner-console." };
        var command = new Command("connect", "Print an API key and a webhook secret for an application. Waits for the console on this machine to start.")
        {
            name,
            endpoint,
        };
        command.Hidden = true;
        command.SetAction((words, stop) => Run(words.GetRequiredValue(name), words.GetRequiredValue(endpoint), stop));
        return command;
    }

    /// <summary>Adds the feature that StudioApp checks. An existing feature with the same key is kept.</summary>
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
            await console.Run(preview, stop);
    }

    private static async Task Run(string name, string endpoint, CancellationToken stop)
    {
        await using var console = await RunningConsole.Open(stop);
        var key = await Make("api_key.create", new { name, scopes = s_scopes });
        var secret = await Make("webhook_endpoint.create", new { url = endpoint, events = s_events });
        await Declare(console, stop);
        Console.WriteLine($"OWNER_CONSOLE_KEY={key}");
        Console.WriteLine($"OWNER_CONSOLE_SECRET={secret}");

        async Task<string> Make(string operation, object input)
        {
            var preview = await console.Preview(operation, Json.Element(input), stop);
            return preview.Subjects is [{ Code: { } code }]
                ? throw new InstallationException($"{operation} was refused: {code}.")
                : (await console.Run(preview, stop)).ShownOnce!; // both operations return a secret
        }
    }
}
