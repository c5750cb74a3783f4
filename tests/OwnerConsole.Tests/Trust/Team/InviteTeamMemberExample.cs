using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Team;

public sealed class InviteTeamMemberExample : Example
{
    public override string OperationName => "team_member.invite";

    public override Task<Arranged> Arrange(LawHarness stage)
    {
        var word = stage.Word();
        return Task.FromResult(new Arranged(IdGenerator.Platform, Invited(word, word)));
    }

    public override JsonElement? RefusedInput => Invited("mila", " ");

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Write("update auth.invitations set accepted_at = now() where id = @id", IdGenerator.Platform, new { id = run.Lines[0].Created });
        return true;
    }

    public static JsonElement Invited(string word, string name) =>
        Json.Element(
            new
            {
                email = $"{word}@example.com",
                name,
                role = "support",
            }
        );
}
