using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.SavedViews;

public sealed class ChangeViewExample : Example
{
    public override string Of => "saved_view.change";

    public override async Task<Given> Given(Stage stage)
    {
        var view = (await stage.Do("saved_view.save", IdSource.Platform, SaveViewExample.New(stage.Word()))).Lines[0].Created!;
        return new(view, Shows("?outcome=refused"));
    }

    public override JsonElement? RefusedInput => Shows("outcome=refused");

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("saved_view.change", run.Lines[0].SubjectId, Shows("?outcome=skipped"));
        return true;
    }

    private static JsonElement Shows(string query) => Json.Element(new { query });
}
