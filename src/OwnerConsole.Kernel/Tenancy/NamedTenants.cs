using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Whom a text means among the tenants: those that have it in their name, contact e-mail or ids.</summary>
public static class NamedTenants
{
    /// <param name="population">null for both</param>
    /// <param name="onlyTenant">null for all</param>
    /// <returns>ids in no order, at most so many</returns>
    public static Task<IReadOnlyList<string>> Find(string text, Population? population, string? onlyTenant, int most, Work work) =>
        work.List<string>(
            $"""
            select t.tenant_id from core.tenants t
             where {TextSearch.OfTenants("@pattern")} {(population is null ? "" : "and t.population = @population")} {(
                onlyTenant is null ? "" : "and t.tenant_id = @onlyTenant"
            )}
             limit @most
            """,
            new
            {
                pattern = Like.Within(text),
                population,
                onlyTenant,
                most,
            }
        );
}
