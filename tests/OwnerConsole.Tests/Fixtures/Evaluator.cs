using System.Diagnostics;
using OwnerConsole.Data;

namespace OwnerConsole.Fixtures;

/// <summary>The independent evaluator in another language (tests/evaluator), which recalculates what was played.</summary>
public static class Evaluator
{
    /// <param name="facts">The file recorded by World.</param>
    /// <returns>The expected output of the console, in lines.</returns>
    public static async Task<IReadOnlyList<string>> Evaluate(string facts, object settings)
    {
        var words = Path.ChangeExtension(facts, ".json");
        await File.WriteAllTextAsync(words, Json.Text(settings));
        using var process = Process.Start(
            new ProcessStartInfo("node", ["evaluate.mjs", facts, words])
            {
                WorkingDirectory = Repository.PathOf("tests", "evaluator"),
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!; // Null only if an existing process is reused.
        var complains = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await complains);
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
