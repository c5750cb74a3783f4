using System.Diagnostics;

namespace OwnerConsole.Fixtures;

/// <summary>Runs a script of tests/openapi, which checks the committed API description with npm packages.</summary>
public static class OpenApiScript
{
    /// <returns>Exit code, and what the script wrote.</returns>
    public static async Task<(int Code, string Output)> Run(string script, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("node", script)
        {
            WorkingDirectory = Repository.PathOf("tests", "openapi"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var complaint = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(120));
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await complaint);
    }
}
