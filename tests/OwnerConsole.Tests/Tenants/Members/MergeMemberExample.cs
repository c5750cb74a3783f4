using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Integrations.Applications;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Members;

public sealed class MergeMemberExample : Example
{
    public override string OperationName => "member.merge";

    // All subjects of a run have the same input, so records merged together go into one.
    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.App.DeclareAll();
        var home = await stage.Once(async () => await stage.TenantWithMembers());
        var word = stage.Word();
        var made = await stage.App.Put($"/api/v1/tenants/{home.Tenant}/members/ext:{word}", new { name = $"Ada {word}" });
        return new(made.GetProperty("id").GetString()!, Json.Element(new { into = home.Members[0] }));
    }

    /// <summary>The application has claimed the task, so the application decides its result.</summary>
    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.App.ClaimOf(run.Lines[0].TenantId);
        return true;
    }
}
