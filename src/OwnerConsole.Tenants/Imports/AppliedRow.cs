using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Result of a row that was applied or undone.</summary>
/// <param name="Reason">Why it was skipped, failed or kept; null for none.</param>
/// <param name="About">Tenant that the row is about; null to keep what is stored.</param>
/// <param name="Written">Fields that were changed; null to keep what is stored.</param>
/// <param name="Before">Their previous values; null for a created tenant or member.</param>
internal sealed record AppliedRow(
    int Place,
    ImportRowState State,
    string? Reason = null,
    string? About = null,
    JsonElement? Written = null,
    JsonElement? Before = null
)
{
    /// <summary>Stores results in the transaction of the changes, so that each row is applied and undone exactly once.</summary>
    public static async Task Save(string importId, IReadOnlyCollection<AppliedRow> rows, UnitOfWork work)
    {
        if (rows.Count > 0)
            await work.Execute(
                """
                update imports.rows r
                   set state = c->>'state', reason = c->>'reason', about = coalesce(c->>'about', r.about),
                       written = coalesce(nullif(c->'written', 'null'), r.written), before = coalesce(nullif(c->'before', 'null'), r.before),
                       applied_at = coalesce(r.applied_at, @at)
                  from unnest(@rows) c
                 where r.tenant_id = 'tnt_platform' and r.import_id = @importId and r.place = (c->>'place')::int
                   and r.place = any(@places) -- looked up by key, because the statistics of a new file can be missing
                """,
                new
                {
                    importId,
                    rows = rows.Select(row => Json.Element(row)).ToArray(),
                    places = rows.Select(row => row.Place).ToArray(),
                    at = work.Now,
                }
            );
    }
}
