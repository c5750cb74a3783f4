using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Mails;

public sealed class ConfigureMailExample : Example
{
    public override string Of => "mail.configure";

    public override Task<Given> Given(Stage stage) => Task.FromResult(new Given(IdSource.Platform, Settings(stage)));

    public override JsonElement? RefusedInput =>
        Json.Element(
            new
            {
                host = "smtp.example",
                from_address = "console@example.com",
                port = 0,
            }
        );

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("mail.configure", IdSource.Platform, Settings(stage));
        return true;
    }

    /// <summary>A server of no domain that exists: nobody is called.</summary>
    private static JsonElement Settings(Stage stage) =>
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
