using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace OwnerConsole.Fixtures;

/// <summary>What an application reports with, as its makers publish it: a process of its own with an unmodified npm package.</summary>
public static class EventSenderScript
{
    /// <param name="script">of tests/senders, which explains what it is told</param>
    /// <returns>what it said, line by line</returns>
    public static async Task<IReadOnlyList<JsonElement>> Send(string script, object order)
    {
        using var process = Process.Start(
            new ProcessStartInfo("node", script)
            {
                WorkingDirectory = Folder(),
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(order));
        process.StandardInput.Close();
        var complains = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await complains);
        return [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "senders"));
}
