using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Notes;

public sealed class AddNoteExample : Example
{
    public override string OperationName => "note.add";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await stage.Tenant());

    public override JsonElement? RefusedInput => Json.Element(new { text = "  " });

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("note.remove", run.Lines[0].Created!);
        return true;
    }
}
