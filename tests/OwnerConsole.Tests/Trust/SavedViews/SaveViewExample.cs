using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.SavedViews;

public sealed class SaveViewExample : Example
{
    public override string OperationName => "saved_view.save";

    public override Task<Arranged> Arrange(LawHarness stage) => Task.FromResult(new Arranged(IdGenerator.Platform, New(stage.Word())));

    public override JsonElement? RefusedInput => New(" ");

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("saved_view.discard", run.Lines[0].Created!);
        return true;
    }

    /// <summary>Input for a team view, which all team members see.</summary>
    internal static JsonElement New(string name) =>
        Json.Element(
            new
            {
                name,
                list = "/audit",
                query = "?outcome=failed",
                audience = "team",
            }
        );
}
