using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Mails;

public sealed class TestMailExample : Example
{
    public override string Of => "mail.test";

    public override async Task<Given> Given(Stage stage)
    {
        await stage.Do("mail.configure", IdSource.Platform, new { host = $"{stage.Word()}.example", from_address = "console@studio.example" });
        return new(IdSource.Platform);
    }

    public override JsonElement? RefusedInput => Json.Element(new { template = "nobody.writes_this" });
}
