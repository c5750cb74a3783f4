using OwnerConsole.Ui.Dialogs;

namespace OwnerConsole.Tenants.CommandCenter;

/// <summary>The two addresses of a Command Center: a page of its own, and a dialog on the list it was opened from.</summary>
/// <param name="List">the list it was opened from; null when it is a page</param>
public sealed record TenantAddress(string TenantId, string? List)
{
    public static TenantAddress Of(string tenantId, string? list) =>
        new(tenantId, Local.Address(list) is { } local && local.StartsWith("/tenants", StringComparison.Ordinal) ? local : null);

    /// <summary>The plain page, for a link.</summary>
    public string Page(Tab tab) => tab is Tab.Overview ? $"/tenants/{TenantId}" : $"/tenants/{TenantId}/{tab.Word()}";

    /// <summary>What htmx fetches: the page's middle, which knows the list it lies on.</summary>
    public string Fetch(Tab tab) => List is null ? Page(tab) : $"{Page(tab)}?back={Uri.EscapeDataString(List)}";

    /// <summary>What stands in the address bar meanwhile.</summary>
    public string Shown(Tab tab)
    {
        if (List is null)
            return Page(tab);
        var open = $"{List}{(List.Contains('?', StringComparison.Ordinal) ? '&' : '?')}open={TenantId}";
        return tab is Tab.Overview ? open : $"{open}&tab={tab.Word()}";
    }
}
