using OwnerConsole.Data;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Messaging.Emails;

public sealed class EmailMemberExample : Example
{
    public override string OperationName => "member.email";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.Run("mail.configure", IdGenerator.Platform, new { host = $"{stage.Word()}.example", from_address = "console@studio.example" });
        return new((await stage.TenantWithMembers()).Members[0]);
    }
}
