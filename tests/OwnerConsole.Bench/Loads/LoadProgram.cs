using System.Diagnostics;

namespace OwnerConsole.Bench.Loads;

/// <summary>A program that puts a load on: what it costs is its own, and none of the console's process.</summary>
internal static class LoadProgram
{
    /// <returns>what it printed</returns>
    /// <exception cref="InvalidOperationException">it is not installed, or it failed</exception>
    public static async Task<string> Run(string program, IEnumerable<string> words, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(program, words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!; // it was asked to start a new one
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await said : throw new InvalidOperationException($"{program} failed: {await complained} {await said}");
    }
}
