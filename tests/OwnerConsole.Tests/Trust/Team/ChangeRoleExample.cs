using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Team;

public sealed class ChangeRoleExample : Example
{
    public override string OperationName => "role.change";

    public override async Task<Arranged> Arrange(LawHarness stage) =>
        new(await CreateRoleExample.Made(stage), Json.Element(new { name = stage.Word(), permissions = new[] { "tenant.read" } }));

    public override JsonElement? RefusedInput => Json.Element(new { permissions = new[] { "no word" } });

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run(OperationName, run.Lines[0].SubjectId, new { permissions = new[] { "member.read" } });
        return true;
    }
}
