using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Selects live or demo data for a caller. API keys see their own mode; people see live data, or the demo while there are no live tenants.</summary>
public static class Populations
{
    public static async Task<Population> Shown(Caller caller, UnitOfWork work) => caller.Population ?? await Shown(work);

    /// <returns>Mode of the tenant; live for the platform.</returns>
    public static Task<Population> Of(string tenantId, UnitOfWork work) =>
        work.One<Population>("select population from core.tenants where tenant_id = @tenantId", new { tenantId });

    /// <returns>Mode that people see.</returns>
    public static Task<Population> Shown(UnitOfWork work) =>
        work.One<Population>(
            """
            select case when not exists (select 1 from core.tenants where population = 'live')
                         and exists (select 1 from core.tenants where population = 'demo') then 'demo' else 'live' end
            """
        );
}
