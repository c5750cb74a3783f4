using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.SavedViews;

public sealed class DiscardViewExample : Example
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public override string OperationName => "saved_view.discard";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var name = stage.Word();
        var view = (await stage.Run("saved_view.save", IdGenerator.Platform, SaveViewExample.New(name))).Lines[0].Created!;
        _names[view] = name;
        return new(view);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("saved_view.save", IdGenerator.Platform, SaveViewExample.New(_names[run.Lines[0].SubjectId]));
        return true;
    }
}
