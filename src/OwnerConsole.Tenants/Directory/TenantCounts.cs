using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Directory;

/// <summary>How many tenants have each status, for the tabs and the top bar.</summary>
public sealed class TenantCounts
{
    public async Task<IReadOnlyDictionary<TenantStatus, long>> Find(Population population, Work work) =>
        (
            await work.List<Row>(
                "select status, count(*) as tenants from core.tenant_status where population = @population group by status",
                new { population }
            )
        ).ToDictionary(row => row.Status, row => row.Tenants);

    private sealed record Row(TenantStatus Status, long Tenants);
}
