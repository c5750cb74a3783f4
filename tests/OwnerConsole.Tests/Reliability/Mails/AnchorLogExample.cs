using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Mails;

public sealed class AnchorLogExample : Example
{
    public override string Of => "log.anchor";

    public override async Task<Given> Given(Stage stage)
    {
        await stage.Do("mail.configure", IdSource.Platform, new { host = $"{stage.Word()}.example", from_address = "console@studio.example" });
        return new(IdSource.Platform, Address(stage));
    }

    public override JsonElement? RefusedInput => Json.Element(new { address = "Ann <ann@example.org>" });

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("log.anchor", IdSource.Platform, Address(stage));
        return true;
    }

    private static JsonElement Address(Stage stage) => Json.Element(new { address = $"{stage.Word()}@auditor.example" });
}
