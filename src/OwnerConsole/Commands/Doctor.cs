using System.CommandLine;
using OwnerConsole.Data;
using OwnerConsole.Hosting.Checkups;
using OwnerConsole.Hosting.Installations;

namespace OwnerConsole.Commands;

/// <summary>Checks everything the console depends on and prints one line per finding with the recommended action.</summary>
internal static class Doctor
{
    public static Command Command()
    {
        var json = new Option<bool>("--json") { Description = "Print a JSON array with check, verdict (ok, warning, problem), says and to_do." };
        var command = new Command("doctor", "Check this installation and recommend actions. Exits with 1 if there is a problem; warnings don't count.")
        {
            json,
        };
        command.SetAction((words, stop) => Run(words.GetValue(json), stop));
        return command;
    }

    private static async Task<int> Run(bool asJson, CancellationToken stop)
    {
        var found = await CheckupSuite.Run(new(Installation.Read(), ConsoleProgram.Instance), stop);
        if (asJson)
            Console.WriteLine(Json.Text(found));
        else
            Print(found);
        return found.Any(finding => finding.Verdict is FindingStatus.Problem) ? 1 : 0;
    }

    private static void Print(IReadOnlyList<Finding> found)
    {
        foreach (var finding in found)
        {
            Console.WriteLine($"{finding.Verdict.ToText(), -8} {finding.Check, -12} {finding.Message}");
            if (finding.ToDo is { } toDo)
                Console.WriteLine($"{"", -21} → {toDo}");
        }
        var (problems, warnings) = (
            found.Count(finding => finding.Verdict is FindingStatus.Problem),
            found.Count(finding => finding.Verdict is FindingStatus.Warning)
        );
        Console.WriteLine(
            problems + warnings == 0
                ? "No problems found."
                : $"{problems} {(problems == 1 ? "problem" : "problems")}, {warnings} {(warnings == 1 ? "warning" : "warnings")}."
        );
    }
}
