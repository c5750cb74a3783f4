using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Notes;

public sealed class RemoveNoteExample : Example
{
    public override string OperationName => "note.remove";

    public override async Task<Arranged> Arrange(LawHarness stage) => new((await stage.Run("note.add", await stage.Tenant())).Lines[0].Created!);
}
