using OwnerConsole.Client;

namespace StudioApp;

/// <summary>What StudioApp is told by its surroundings; bin/studio sets all of it.</summary>
/// <param name="Database">connection string of its own database</param>
/// <param name="Folder">for what waits to be sent, and the keys of cookies</param>
/// <param name="Address">its own, on this machine</param>
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
            : throw new InvalidOperationException($"{name} is not set. bin/studio starts StudioApp with all it needs.");
}
