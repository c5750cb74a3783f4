using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Messaging.Emails;

public sealed class ConfigureMailExample : Example
{
    public override string OperationName => "mail.configure";

    public override Task<Arranged> Arrange(LawHarness stage) => Task.FromResult(new Arranged(IdGenerator.Platform, Settings(stage)));

    public override JsonElement? RefusedInput =>
        Json.Element(
            new
            {
                host = "smtp.example",
                from_address = "console@example.com",
                port = 0,
            }
        );

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("mail.configure", IdGenerator.Platform, Settings(stage));
        return true;
    }

    /// <summary>A server in a domain that does not exist, so nothing is contacted.</summary>
    private static JsonElement Settings(LawHarness stage) =>
        Json.Element(
            new
            {
                host = $"{stage.Word()}.example",
                from_address = $"{stage.Word()}@studio.example",
                user_name = stage.Word(),
                password = stage.Word(),
            }
        );
}
