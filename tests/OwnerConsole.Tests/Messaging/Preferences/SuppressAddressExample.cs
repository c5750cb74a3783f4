using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Messaging.Preferences;

public sealed class SuppressAddressExample : Example
{
    public override string OperationName => "address.suppress";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await Member(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("address.unsuppress", run.Lines[0].Created!);
        return true;
    }

    /// <summary>Members of different tenants with the same address, so that three of them look alike.</summary>
    internal static async Task<string> Member(LawHarness stage)
    {
        var made = await stage.App.Put($"/api/v1/tenants/{await stage.Tenant()}/members/ext:{stage.Word()}", new { email = "same@studio.example" });
        return made.GetProperty("id").GetString()!;
    }
}
