using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Team;

public sealed class WithdrawInvitationExample : Example
{
    public override string OperationName => "invitation.withdraw";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var word = stage.Word();
        var made = await stage.Run("team_member.invite", IdGenerator.Platform, InviteTeamMemberExample.Invited(word, word));
        return new(made.Lines[0].Created!);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Write(
            "insert into auth.invitations select 'inv_' || id, decode(md5(id), 'hex'), email, email_key, name, role, invited_by, opened_by, opened_at, expires_at from auth.invitations where id = @id",
            IdGenerator.Platform,
            new { id = run.Lines[0].SubjectId }
        );
        return true;
    }
}
