using OwnerConsole.Client;

namespace StudioApp;

/// <summary>Settings of StudioApp from environment variables; bin/studio sets all of them.</summary>
/// <param name="Database">Connection string of the database.</param>
/// <param name="Folder">Directory for the SDK's spool and the cookie keys.</param>
/// <param name="Address">Local address of StudioApp.</param>
internal sealed record StudioOptions(string Database, string Folder, Uri Address, OwnerConsoleOptions Console)
{
    public static StudioOptions Read()
    {
        var folder = Require("STUDIO_DATA");
        return new(
            Require("STUDIO_DATABASE"),
            folder,
            new($"http://localhost:{Require("STUDIO_PORT")}"),
            new()
            {
                Address = new(Require("OWNER_CONSOLE_ADDRESS")),
                Key = Require("OWNER_CONSOLE_KEY"),
                Secrets = Require("OWNER_CONSOLE_SECRET").Split(' '),
                Application = "StudioApp",
                Version = "1.0",
                Instance = Environment.MachineName,
                Spool = Path.Combine(folder, "spool"),
            }
        );
    }

    private static string Require(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"{name} is not set. Start StudioApp with bin/studio, which sets all variables.");
}
