using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Team;

public sealed class ChangeRoleExample : Example
{
    public override string Of => "role.change";

    public override async Task<Given> Given(Stage stage) =>
        new(await CreateRoleExample.Made(stage), Json.Element(new { name = stage.Word(), permissions = new[] { "tenant.read" } }));

    public override JsonElement? RefusedInput => Json.Element(new { permissions = new[] { "no word" } });

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do(Of, run.Lines[0].SubjectId, new { permissions = new[] { "member.read" } });
        return true;
    }
}
