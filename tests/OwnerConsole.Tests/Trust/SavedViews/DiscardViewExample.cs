using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.SavedViews;

public sealed class DiscardViewExample : Example
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public override string Of => "saved_view.discard";

    public override async Task<Given> Given(Stage stage)
    {
        var name = stage.Word();
        var view = (await stage.Do("saved_view.save", IdSource.Platform, SaveViewExample.New(name))).Lines[0].Created!;
        _names[view] = name;
        return new(view);
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        await stage.Do("saved_view.save", IdSource.Platform, SaveViewExample.New(_names[run.Lines[0].SubjectId]));
        return true;
    }
}
