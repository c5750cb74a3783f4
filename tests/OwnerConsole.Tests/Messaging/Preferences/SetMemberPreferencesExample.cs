using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Messaging.Preferences;

public sealed class SetMemberPreferencesExample : Example
{
    public override string OperationName => "member.set_preferences";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var member = (await stage.TenantWithMembers()).Members[0];
        await stage.Run("member.set_preferences", member, new { opt_outs = new[] { "usage", "system_alerts:email" } }); // one of them is closed, so that undo reopens it
        return new(member);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("member.set_preferences", run.Lines[0].SubjectId, new { opt_outs = new[] { "feature_updates" } });
        return true;
    }
}
