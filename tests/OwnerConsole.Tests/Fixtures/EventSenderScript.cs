using System.Diagnostics;
using System.Text.Json;

namespace OwnerConsole.Fixtures;

/// <summary>Runs the unmodified npm package of an event SDK in a separate process.</summary>
public static class EventSenderScript
{
    /// <param name="script">A script in tests/senders, which documents its input.</param>
    /// <returns>Its output, line by line.</returns>
    public static async Task<IReadOnlyList<JsonElement>> Send(string script, object order)
    {
        using var process = Process.Start(
            new ProcessStartInfo("node", script)
            {
                WorkingDirectory = Repository.PathOf("tests", "senders"),
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
}
