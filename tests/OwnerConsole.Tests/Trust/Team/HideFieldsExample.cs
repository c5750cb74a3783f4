using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Team;

public sealed class HideFieldsExample : Example
{
    public override string OperationName => "role.hide_fields";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await CreateRoleExample.Made(stage));

    public override JsonElement? RefusedInput => Json.Element(new { });

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run(OperationName, run.Lines[0].SubjectId, new { hides = new[] { "contact" } });
        return true;
    }
}
