using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Applications;

/// <summary>Reads lists from the applications' declarations.</summary>
internal static class DeclaredLists
{
    /// <param name="member">Name of the declaration's field.</param>
    /// <returns>Items by name. One that both modes declare is listed twice, live first.</returns>
    public static async Task<IReadOnlyList<(Mode Mode, T Report)>> Of<T>(string member, UnitOfWork work) =>
        [
            .. (
                await work.List<Row>(
                    """
                    select a.mode, e as body
                      from core.applications a
                     cross join lateral jsonb_array_elements(case when jsonb_typeof(a.body->@member) = 'array' then a.body->@member else '[]' end) e
                     where a.tenant_id = 'tnt_platform'
                     order by e->>'name', a.mode = 'live' desc
                    """,
                    new { member }
                )
            ).Select(row => (row.Mode, Json.Read<T>(row.Body))),
        ];

    private sealed record Row(Mode Mode, JsonElement Body);
}
