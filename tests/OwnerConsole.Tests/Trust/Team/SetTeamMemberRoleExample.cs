using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Team;

public sealed class SetTeamMemberRoleExample : Example
{
    public override string OperationName => "team_member.set_role";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await Colleague.Join(stage));

    public override JsonElement? RefusedInput => Json.Element(new { role = "king" });

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run(OperationName, run.Lines[0].SubjectId, new { role = "finance" });
        return true;
    }
}
