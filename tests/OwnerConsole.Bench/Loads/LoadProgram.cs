using System.Diagnostics;

namespace OwnerConsole.Bench.Loads;

/// <summary>A load generator as a separate process, so that its cost is not part of the console's process.</summary>
internal static class LoadProgram
{
    /// <returns>its output</returns>
    /// <exception cref="InvalidOperationException">the program is not installed or failed</exception>
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
        using var process = Process.Start(start)!; // a new process is always started
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await said : throw new InvalidOperationException($"{program} failed: {await complained} {await said}");
    }
}
