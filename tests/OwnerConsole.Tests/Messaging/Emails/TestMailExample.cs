using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Messaging.Emails;

public sealed class TestMailExample : Example
{
    public override string OperationName => "mail.test";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.Run("mail.configure", IdGenerator.Platform, new { host = $"{stage.Word()}.example", from_address = "console@studio.example" });
        return new(IdGenerator.Platform);
    }

    public override JsonElement? RefusedInput => Json.Element(new { template = "nobody.writes_this" });
}
