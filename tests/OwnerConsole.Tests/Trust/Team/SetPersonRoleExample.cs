using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Team;

public sealed class SetPersonRoleExample : Example
{
    public override string Of => "person.set_role";

    public override async Task<Given> Given(Stage stage) => new(await Colleague.Join(stage));

    public override JsonElement? RefusedInput => Json.Element(new { role = "king" });

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do(Of, run.Lines[0].SubjectId, new { role = "finance" });
        return true;
    }
}
