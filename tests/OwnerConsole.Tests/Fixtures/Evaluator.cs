using System.Diagnostics;
using System.Runtime.CompilerServices;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Fixtures;

/// <summary>The second head: what was played, computed anew in another language (tests/evaluator).</summary>
public static class Evaluator
{
    /// <param name="facts">the file that World recorded</param>
    /// <returns>what the console should say, in lines</returns>
    public static async Task<IReadOnlyList<string>> Evaluate(string facts, object settings)
    {
        var words = Path.ChangeExtension(facts, ".json");
        await File.WriteAllTextAsync(words, Json.Text(settings));
        using var process = Process.Start(
            new ProcessStartInfo("node", ["evaluate.mjs", facts, words])
            {
                WorkingDirectory = Folder(),
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!; // it was asked to start a new one
        var complains = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await complains);
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "evaluator"));
}
