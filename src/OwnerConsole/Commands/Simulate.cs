using System.CommandLine;
using OwnerConsole.Tenants.DemoData;

namespace OwnerConsole.Commands;

/// <summary>Runs the bundled simulator with the .NET of this program, for packages that include it.</summary>
internal static class Simulate
{
    public static Command Command()
    {
        var words = new Argument<string[]>("arguments") { Description = "Arguments of the simulator, after --." };
        var command = new Command("simulate", "Report demo data through the API.") { words };
        command.Hidden = true;
        command.SetAction(parsed => AppDomain.CurrentDomain.ExecuteAssembly(DemoPlayer.Simulator, parsed.GetRequiredValue(words)));
        return command;
    }
}
