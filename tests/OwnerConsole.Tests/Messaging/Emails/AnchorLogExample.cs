using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Messaging.Emails;

public sealed class AnchorLogExample : Example
{
    public override string OperationName => "log.anchor";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.Run("mail.configure", IdGenerator.Platform, new { host = $"{stage.Word()}.example", from_address = "console@studio.example" });
        return new(IdGenerator.Platform, Address(stage));
    }

    public override JsonElement? RefusedInput => Json.Element(new { address = "Ann <ann@example.org>" });

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("log.anchor", IdGenerator.Platform, Address(stage));
        return true;
    }

    private static JsonElement Address(LawHarness stage) => Json.Element(new { address = $"{stage.Word()}@auditor.example" });
}
