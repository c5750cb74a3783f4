using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Team;

public sealed class RemoveTeamMemberExample : Example
{
    public override string OperationName => "team_member.remove";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await Colleague.Join(stage));
}
