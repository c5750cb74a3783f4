using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Notes;

public sealed class AddMemberNoteExample : Example
{
    public override string OperationName => "member.note";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var home = await stage.Once(async () => await stage.TenantWithMembers());
        var word = stage.Word();
        var made = await stage.App.Put($"/api/v1/tenants/{home.Tenant}/members/ext:{word}", new { name = $"Ada {word}" });
        return new(made.GetProperty("id").GetString()!);
    }

    public override JsonElement? RefusedInput => Json.Element(new { text = "  " });

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("note.remove", run.Lines[0].Created!);
        return true;
    }
}
