using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Integrations.Applications;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Duplicates;

public sealed class DismissDuplicateExample : Example
{
    public override string OperationName => "duplicate.dismiss";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var tenant = await stage.Tenant();
        var word = stage.Word();
        foreach (var tag in new[] { "a", "b" })
            await stage.App.Put($"/api/v1/tenants/{tenant}/members/ext:{word}{tag}", new { name = $"Cleo {word}", email = $"cleo+{tag}@{word}.example" });
        return new(await DuplicatePairs.FindMemberPair(stage.Console, tenant));
    }
}

public sealed class MergeTenantExample : Example
{
    public override string OperationName => "tenant.merge";

    // All subjects of a run have the same input, so tenants merged together go into one.
    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.App.DeclareAll();
        var into = await stage.Once(async () => new RemainingTenant(await stage.Tenant()));
        return new(await stage.Tenant(), Json.Element(new { into = into.Id }));
    }

    /// <summary>The application has claimed the task, so the application decides its result.</summary>
    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.App.ClaimOf(run.Lines[0].TenantId);
        return true;
    }

    private sealed record RemainingTenant(string Id);
}
