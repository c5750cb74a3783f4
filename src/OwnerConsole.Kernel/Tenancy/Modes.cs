using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Selects live or demo data for a caller. API keys see their own mode; people see live data, or the demo while there are no live tenants.</summary>
public static class Modes
{
    public static async Task<Mode> Shown(Caller caller, UnitOfWork work) => caller.Mode ?? await Shown(work);

    /// <returns>Mode of the tenant; live for the platform.</returns>
    public static Task<Mode> Of(string tenantId, UnitOfWork work) =>
        work.One<Mode>("select mode from core.tenants where tenant_id = @tenantId", new { tenantId });

    /// <returns>Mode that people see.</returns>
    public static Task<Mode> Shown(UnitOfWork work) =>
        work.One<Mode>(
            """
            select case when not exists (select 1 from core.tenants where mode = 'live')
                         and exists (select 1 from core.tenants where mode = 'test') then 'test' else 'live' end
            """
        );
}
