using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Messaging.Emails;

public sealed class RemoveTranslationExample : Example
{
    private const string Language = "zh-Hant-TW"; // a short tag would be part of other words in the log

    public override string OperationName => "mail_template.remove_translation";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.Run("mail_template.change", IdGenerator.Platform, Words(stage));
        return new(IdGenerator.Platform, Json.Element(new { template = "mail.test", language = Language }));
    }

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
                subject = stage.Word(),
                html = $"<p>{stage.Word()}</p>",
                text = stage.Word(),
                language = Language,
            }
        );
}
