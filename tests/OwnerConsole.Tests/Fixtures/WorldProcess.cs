using System.Diagnostics;

namespace OwnerConsole.Fixtures;

/// <summary>A world that World plays against a console, as a process of its own.</summary>
public static class WorldProcess
{
    /// <param name="words">after the address: studios, seed and options</param>
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
            )! // it was asked to start a new one
        );
}
