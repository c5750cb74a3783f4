using Microsoft.AspNetCore.Components;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Tenants.CommandCenter.Public;

/// <summary>A Command Center that stands open on a list.</summary>
public sealed class TenantDialog(CommandCenterRoutes center)
{
    /// <param name="list">the address of the list</param>
    /// <returns>null when the caller can see no such tenant: then the list is shown alone</returns>
    public Task<RenderFragment?> Find(Caller caller, string tenantId, string? tab, string list, Work work) =>
        center.Draw(caller, TenantAddress.Of(tenantId, list), Tabs.Of(tab), cursor: null, asPage: false, work);
}
