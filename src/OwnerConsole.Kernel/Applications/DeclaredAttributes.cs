using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Kernel.Applications;

/// <summary>What the applications say that their tenants' attributes are.</summary>
public static class DeclaredAttributes
{
    /// <returns>by name; what both populations declare stands there twice, the real one's first</returns>
    public static async Task<IReadOnlyList<DeclaredAttribute>> List(Work work) =>
        [
            .. (
                await work.List<Row>(
                    """
                    select a.population, e as body
                      from core.applications a
                     cross join lateral jsonb_array_elements(case when jsonb_typeof(a.body->'attributes') = 'array' then a.body->'attributes' else '[]' end) e
                     where a.tenant_id = 'tnt_platform'
                     order by e->>'name', a.population = 'live' desc
                    """
                )
            ).Select(row => new DeclaredAttribute(row.Population, Json.Read<AttributeReport>(row.Body))),
        ];

    private sealed record Row(Population Population, JsonElement Body);
}

/// <summary>An attribute as the application of one population declares it.</summary>
public sealed record DeclaredAttribute(Population Population, AttributeReport Report);
