using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Team;

public sealed class HideFieldsExample : Example
{
    public override string Of => "role.hide_fields";

    public override async Task<Given> Given(Stage stage) => new(await CreateRoleExample.Made(stage));

    public override JsonElement? RefusedInput => Json.Element(new { });

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do(Of, run.Lines[0].SubjectId, new { hides = new[] { "contact" } });
        return true;
    }
}
