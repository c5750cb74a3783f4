using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Deletions;

public sealed class DeleteTenantExample : Example
{
    public override string OperationName => "tenant.delete";

    public override JsonElement? RefusedInput => Json.Element(new { reason = " " });

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await stage.Tenant());

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("tenant.cancel_deletion", run.Lines[0].SubjectId);
        return true;
    }
}

public sealed class CancelDeletionExample : Example
{
    public override string OperationName => "tenant.cancel_deletion";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var tenant = await stage.Tenant();
        await stage.Run("tenant.delete", tenant);
        return new(tenant);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("tenant.delete", run.Lines[0].SubjectId);
        return true;
    }
}
