using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Integrations.Applications;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Members;

public sealed class SetRoleExample : Example
{
    public override string OperationName => "member.set_role";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.App.DeclareAll();
        return new((await stage.TenantWithMembers()).Members[0]);
    }

    /// <summary>The application has claimed the task, so the application decides its result.</summary>
    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.App.ClaimOf(run.Lines[0].TenantId);
        return true;
    }
}
