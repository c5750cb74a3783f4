using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Applications;

/// <summary>What the applications call the attributes that they report.</summary>
public static class DeclaredAttributes
{
    /// <returns>each once; one that both populations declare is called as the real one does</returns>
    public static Task<IReadOnlyList<AttributeReport>> List(Work work) =>
        work.List<AttributeReport>(
            """
            select distinct on (e->>'name') e->>'name' as name, e->>'title' as title
              from core.applications a
             cross join lateral jsonb_array_elements(case when jsonb_typeof(a.body->'attributes') = 'array' then a.body->'attributes' else '[]' end) e
             where a.tenant_id = 'tnt_platform'
             order by e->>'name', a.population = 'live' desc
            """
        );
}
