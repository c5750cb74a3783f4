using System.Diagnostics;

namespace OwnerConsole.Fixtures;

/// <summary>Runs World against a console in a separate process.</summary>
public static class WorldProcess
{
    /// <param name="words">Arguments after the address: studios, seed and options.</param>
    public static Task<(int Code, string Said)> Run(Uri address, string key, params string[] words) =>
        InstalledConsole.End(
            Process.Start(
                new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "World.dll"), address.ToString(), .. words])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    UseShellExecute = false,
                    Environment = { ["OWNER_CONSOLE_KEY"] = key },
                }
            )! // Null only if an existing process is reused.
        );
}
