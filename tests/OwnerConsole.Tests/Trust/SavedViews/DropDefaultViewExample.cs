using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.SavedViews;

public sealed class DropDefaultViewExample : Example
{
    private readonly Dictionary<string, string> _lists = new(StringComparer.Ordinal);

    public override string OperationName => "saved_view.drop_default";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var list = $"/{stage.Word()}";
        var view = await MakeDefaultViewExample.View(stage, list);
        await stage.Run("saved_view.make_default", view);
        _lists[view] = list;
        return new(view);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("saved_view.make_default", await MakeDefaultViewExample.View(stage, _lists[run.Lines[0].SubjectId]));
        return true;
    }
}
