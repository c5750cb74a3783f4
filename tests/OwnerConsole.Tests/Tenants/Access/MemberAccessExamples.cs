using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Access;

public sealed class SuspendMemberExample : Example
{
    public override string OperationName => "member.suspend";

    public override async Task<Arranged> Arrange(LawHarness stage) => new((await stage.TenantWithMembers()).Members[0]);

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("member.reactivate", run.Lines[0].SubjectId);
        await stage.Run("member.suspend", run.Lines[0].SubjectId, new { cause = "abuse" });
        return true;
    }
}

public sealed class ReactivateMemberExample : Example
{
    public override string OperationName => "member.reactivate";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var member = (await stage.TenantWithMembers()).Members[0];
        await stage.Run("member.suspend", member);
        return new(member);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("member.suspend", run.Lines[0].SubjectId, new { cause = "abuse" });
        return true;
    }
}
