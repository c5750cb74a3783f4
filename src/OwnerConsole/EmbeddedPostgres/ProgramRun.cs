using System.ComponentModel;
using System.Diagnostics;

namespace OwnerConsole.EmbeddedPostgres;

/// <summary>One program run to its end.</summary>
internal sealed record ProgramRun(bool Ok, string Out, string Error)
{
    /// <returns>not Ok when the program is missing or fails; never throws for either</returns>
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

    /// <returns>the line of its complaint that says most: the last one that is not empty</returns>
    public string Complaint =>
        (Error + "\n" + Out)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .LastOrDefault(line => !line.StartsWith("initdb: removing", StringComparison.Ordinal))
        ?? "no reason given";
}
