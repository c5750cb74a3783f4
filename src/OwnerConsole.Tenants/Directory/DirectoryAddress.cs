using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Directory.Public;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Tenants.Directory;

/// <summary>URLs of the tenant directory.</summary>
public static class DirectoryAddress
{
    public const string Home = "/tenants";

    public static ListAddress Of(HttpRequest request) => ListAddress.Of(Home, request, IsFilter);

    public static bool IsFilter(string part) => TenantFilter.ParameterNames.Contains(part) || AttributeFilter.NameOf(part) is not null;

    /// <param name="status">Status to filter by; null for all.</param>
    public static ListAddress With(this ListAddress address, TenantStatus? status) => address.With("status", status?.ToText());

    /// <summary>The URL of this list with a tenant's details open in a dialog.</summary>
    public static string Open(this ListAddress address, string tenantId) =>
        $"{address.Path}{(address.Path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}open={tenantId}";
}
