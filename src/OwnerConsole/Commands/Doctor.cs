using System.CommandLine;
using OwnerConsole.Checkups;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Commands;

/// <summary>Looks at everything that the console rests on and says, a line each, how it is and what to do.</summary>
internal static class Doctor
{
    public static Command Command()
    {
        var json = new Option<bool>("--json") { Description = "Print a JSON array instead: check, verdict (ok, warning, problem), says, to_do." };
        var command = new Command("doctor", "Look at this installation and say what to do. Ends with 1 when there is a problem; warnings are none.") { json };
        command.SetAction((words, stop) => Run(words.GetValue(json), stop));
        return command;
    }

    private static async Task<int> Run(bool asJson, CancellationToken stop)
    {
        var found = await Examination.Of(new(Installation.Here()), stop);
        if (asJson)
            Console.WriteLine(Json.Text(found));
        else
            Print(found);
        return found.Any(finding => finding.Verdict is Verdict.Problem) ? 1 : 0;
    }

    private static void Print(IReadOnlyList<Finding> found)
    {
        foreach (var finding in found)
        {
            Console.WriteLine($"{finding.Verdict.ToText(), -8} {finding.Check, -12} {finding.Says}");
            if (finding.ToDo is { } toDo)
                Console.WriteLine($"{"", -21} → {toDo}");
        }
        var (problems, warnings) = (found.Count(one => one.Verdict is Verdict.Problem), found.Count(one => one.Verdict is Verdict.Warning));
        Console.WriteLine(
            problems + warnings == 0
                ? "Everything is well."
                : $"{problems} {(problems == 1 ? "problem" : "problems")}, {warnings} {(warnings == 1 ? "warning" : "warnings")}."
        );
    }
}
