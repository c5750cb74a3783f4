using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.SavedViews;

public sealed class ChangeViewExample : Example
{
    public override string OperationName => "saved_view.change";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var view = (await stage.Run("saved_view.save", IdGenerator.Platform, SaveViewExample.New(stage.Word()))).Lines[0].Created!;
        return new(view, Shows("?outcome=refused"));
    }

    public override JsonElement? RefusedInput => Shows("outcome=refused");

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("saved_view.change", run.Lines[0].SubjectId, Shows("?outcome=skipped"));
        return true;
    }

    private static JsonElement Shows(string query) => Json.Element(new { query });
}
