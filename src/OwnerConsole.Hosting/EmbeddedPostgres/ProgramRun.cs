using System.ComponentModel;
using System.Diagnostics;

namespace OwnerConsole.Hosting.EmbeddedPostgres;

/// <summary>Result of a program that has exited.</summary>
internal sealed record ProgramRun(bool Ok, string Out, string Error)
{
    /// <returns>Not Ok if the program is missing or fails; it throws in neither case.</returns>
    public static async Task<ProgramRun> Capture(IEnumerable<string> command, CancellationToken stop)
    {
        var words = command.ToList();
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var process = Process.Start(start)!;
            await using var end = stop.Register(process.Kill);
            var output = process.StandardOutput.ReadToEndAsync(stop);
            var error = process.StandardError.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            return new(process.ExitCode == 0, await output, await error);
        }
        catch (Win32Exception missing)
        {
            return new(false, "", missing.Message);
        }
    }

    /// <returns>The most informative line of the error output: the last one that is not empty.</returns>
    public string ErrorText =>
        (Error + "\n" + Out)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .LastOrDefault(line => !line.StartsWith("initdb: removing", StringComparison.Ordinal))
        ?? "no reason given";
}
