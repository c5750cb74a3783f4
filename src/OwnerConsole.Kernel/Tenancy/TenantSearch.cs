using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Finds tenants by name, contact email or id.</summary>
public static class TenantSearch
{
    /// <param name="mode">Null for both modes.</param>
    /// <param name="onlyTenant">Null for all tenants.</param>
    /// <returns>At most the given number of ids, in no particular order.</returns>
    public static Task<IReadOnlyList<string>> Find(string text, Mode? mode, string? onlyTenant, int most, UnitOfWork work) =>
        work.List<string>(
            $"""
            select t.tenant_id from core.tenants t
             where {TextSearch.OfTenants("@pattern")} {(mode is null ? "" : "and t.mode = @mode")} {(
                onlyTenant is null ? "" : "and t.tenant_id = @onlyTenant"
            )}
             limit @most
            """,
            new
            {
                pattern = LikePattern.Contains(text),
                mode,
                onlyTenant,
                most,
            }
        );
}
