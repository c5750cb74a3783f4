using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Mails;

public sealed class ChangeMailTemplateExample : Example
{
    public override string Of => "mail_template.change";

    public override Task<Given> Given(Stage stage) => Task.FromResult(new Given(IdSource.Platform, Words(stage)));

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("mail_template.change", IdSource.Platform, Words(stage));
        return true;
    }

    private static JsonElement Words(Stage stage) =>
        Json.Element(
            new
            {
                template = "mail.test",
                subject = $"{stage.Word()} can send",
                html = $"<p>{stage.Word()}</p>",
                text = stage.Word(),
            }
        );
}
