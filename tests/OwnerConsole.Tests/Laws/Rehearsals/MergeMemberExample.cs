using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Laws.Rehearsals;

public sealed class MergeMemberExample : Example
{
    public override string Of => "member.merge";

    // One input for all subjects of a run: those that are merged together go into one.
    public override async Task<Given> Given(Stage stage)
    {
        var home = await stage.Once(async () => await stage.TenantWithMembers());
        var word = stage.Word();
        var made = await stage.App.Put($"/api/v1/tenants/{home.Tenant}/members/ext:{word}", new { name = $"Ada {word}" });
        return new(made.GetProperty("id").GetString()!, Json.Element(new { into = home.Members[0] }));
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        var home = await stage.Once(async () => await stage.TenantWithMembers());
        await stage.Do("member.merge", home.Members[0], new { into = home.Members[1] });
        return true;
    }
}
