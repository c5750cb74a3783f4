using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Integrations.Applications;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Impersonation;

public sealed class ImpersonateMemberExample : Example
{
    public override string OperationName => "member.impersonate";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.App.DeclareAll();
        // The longest duration, so the session doesn't end while a law checks something else.
        return new((await stage.TenantWithMembers()).Members[0], Json.Element(new { reason = "Looking for a missing booking.", minutes = 30 }));
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.App.Post($"/api/v1/impersonations/{run.Lines[0].Created}/leave", new { });
        return true;
    }
}
