using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Notes;

public sealed class RemoveNoteExample : Example
{
    public override string Of => "note.remove";

    public override async Task<Given> Given(Stage stage) => new((await stage.Do("note.add", await stage.Tenant())).Lines[0].Created!);
}
