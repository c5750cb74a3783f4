using Microsoft.AspNetCore.Components;
using OwnerConsole.Data;

namespace OwnerConsole.Tenants.CommandCenter.Public;

/// <summary>Renders a tenant's details as a dialog on a list.</summary>
public sealed class TenantDialog(CommandCenterRoutes center)
{
    /// <param name="list">URL of the list.</param>
    /// <returns>null if the caller can't see the tenant; then only the list is shown.</returns>
    public Task<RenderFragment?> Find(Caller caller, string tenantId, string? tab, string list, UnitOfWork work) =>
        center.Draw(caller, TenantAddress.Of(tenantId, list), Tabs.Of(tab), cursor: null, asPage: false, work);
}
