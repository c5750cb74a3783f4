using System.Diagnostics;

namespace OwnerConsole.Fixtures;

/// <summary>Runs World against a console in a separate process.</summary>
public static class WorldProcess
{
    /// <param name="words">Arguments after the address: studios, seed and options.</param>
    public static Task<(int Code, string Said)> Run(Uri address, string key, params string[] words) =>
        Run(address, words, new(StringComparer.Ordinal) { ["OWNER_CONSOLE_KEY"] = key });

    /// <summary>Also adds examples of features without a test mode.</summary>
    /// <param name="setupKey">Key that can change the platform.</param>
    /// <param name="words">Arguments after the address: studios, seed and options.</param>
    public static Task<(int Code, string Said)> RunWithFeatures(Uri address, string key, string setupKey, params string[] words) =>
        Run(address, words, new(StringComparer.Ordinal) { ["OWNER_CONSOLE_KEY"] = key, ["OWNER_CONSOLE_SETUP_KEY"] = setupKey });

    private static Task<(int Code, string Said)> Run(Uri address, string[] words, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "World.dll"), address.ToString(), .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return InstalledConsole.End(Process.Start(start)!); // Null only if an existing process is reused.
    }
}
