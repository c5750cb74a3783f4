using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.SavedViews;

public sealed class MakeDefaultViewExample : Example
{
    private readonly Dictionary<string, string> _lists = new(StringComparer.Ordinal);

    public override string OperationName => "saved_view.make_default";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var list = $"/{stage.Word()}";
        var view = await View(stage, list);
        _lists[view] = list;
        return new(view);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("saved_view.make_default", await View(stage, _lists[run.Lines[0].SubjectId]));
        return true;
    }

    /// <summary>Saves a team view of a list that no other example uses.</summary>
    /// <returns>its id</returns>
    internal static async Task<string> View(LawHarness stage, string list) =>
        (await stage.Run("saved_view.save", IdGenerator.Platform, New(stage.Word(), list))).Lines[0].Created!;

    private static JsonElement New(string name, string list) =>
        Json.Element(
            new
            {
                name,
                list,
                query = "?outcome=failed",
                audience = "team",
            }
        );
}
