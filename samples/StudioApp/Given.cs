using OwnerConsole.Client;

namespace StudioApp;

/// <summary>Settings of StudioApp from environment variables; bin/studio sets all of them.</summary>
/// <param name="Database">Connection string of the database.</param>
/// <param name="Folder">Directory for the SDK's spool and the cookie keys.</param>
/// <param name="Address">Local address of StudioApp.</param>
internal sealed record Given(string Database, string Folder, Uri Address, OwnerConsoleOptions Console)
{
    public static Given Read()
    {
        var folder = Must("STUDIO_DATA");
        return new(
            Must("STUDIO_DATABASE"),
            folder,
            new($"http://localhost:{Must("STUDIO_PORT")}"),
            new()
            {
                Address = new(Must("OWNER_CONSOLE_ADDRESS")),
                Key = Must("OWNER_CONSOLE_KEY"),
                Secrets = Must("OWNER_CONSOLE_SECRET").Split(' '),
                Application = "StudioApp",
                Version = "1.0",
                Instance = Environment.MachineName,
                Spool = Path.Combine(folder, "spool"),
            }
        );
    }

    private static string Must(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"{name} is not set. Start StudioApp with bin/studio, which sets all variables.");
}
