using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Messaging.Emails;

public sealed class EmailMemberExample : Example
{
    public override string OperationName => "member.email";

    /// <summary>About a topic that the member opted out of.</summary>
    public override JsonElement? RefusedInput =>
        Json.Element(
            new
            {
                subject = "New features",
                body = "See what is new.",
                topic = "news",
            }
        );

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.Run("mail.configure", IdGenerator.Platform, new { host = $"{stage.Word()}.example", from_address = "console@studio.example" });
        var member = (await stage.TenantWithMembers()).Members[0];
        await stage.Run("member.set_preferences", member, new { opt_outs = new[] { "news" } });
        return new(member);
    }
}
