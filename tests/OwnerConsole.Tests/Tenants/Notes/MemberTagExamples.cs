using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Notes;

public sealed class TagMemberExample : Example
{
    public override string OperationName => "member.tag";

    public override JsonElement? RefusedInput => Json.Element(new { tag = "<b>" });

    public override async Task<Arranged> Arrange(LawHarness stage) => new((await stage.TenantWithMembers()).Members[0]);

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("member.untag", run.Lines[0].SubjectId, new { tag = "beta" });
        return true;
    }
}

public sealed class UntagMemberExample : Example
{
    public override string OperationName => "member.untag";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var member = (await stage.TenantWithMembers()).Members[0];
        await stage.Run("member.tag", member, new { tag = "beta" });
        return new(member);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("member.tag", run.Lines[0].SubjectId, new { tag = "Beta" });
        return true;
    }
}
