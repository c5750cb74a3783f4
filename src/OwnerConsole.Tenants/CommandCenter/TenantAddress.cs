using OwnerConsole.Ui.Dialogs;

namespace OwnerConsole.Tenants.CommandCenter;

/// <summary>The two URLs of a tenant's details: a separate page, and a dialog on the list it was opened from.</summary>
/// <param name="List">URL of the list it was opened from; null for the separate page.</param>
public sealed record TenantAddress(string TenantId, string? List)
{
    public static TenantAddress Of(string tenantId, string? list) =>
        new(tenantId, LocalAddress.OrNull(list) is { } local && local.StartsWith("/tenants", StringComparison.Ordinal) ? local : null);

    /// <summary>URL of the separate page, used in links.</summary>
    public string Page(Tab tab) => tab is Tab.Overview ? $"/tenants/{TenantId}" : $"/tenants/{TenantId}/{tab.Word()}";

    /// <summary>URL that htmx fetches: the content of the page, with the URL of the list behind it.</summary>
    public string Fetch(Tab tab) => List is null ? Page(tab) : $"{Page(tab)}?back={Uri.EscapeDataString(List)}";

    /// <summary>URL shown in the address bar.</summary>
    public string BrowserUrl(Tab tab)
    {
        if (List is null)
            return Page(tab);
        var open = $"{List}{(List.Contains('?', StringComparison.Ordinal) ? '&' : '?')}open={TenantId}";
        return tab is Tab.Overview ? open : $"{open}&tab={tab.Word()}";
    }
}
