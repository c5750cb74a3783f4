using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Messaging.Emails;

public sealed class ChangeMailTemplateExample : Example
{
    public override string OperationName => "mail_template.change";

    public override Task<Arranged> Arrange(LawHarness stage) => Task.FromResult(new Arranged(IdGenerator.Platform, Words(stage)));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("mail_template.change", IdGenerator.Platform, Words(stage));
        return true;
    }

    private static JsonElement Words(LawHarness stage) =>
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
