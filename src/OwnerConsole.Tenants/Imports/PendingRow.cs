using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Tenants.Imports;

/// <summary>A row that is about to be applied or undone.</summary>
/// <param name="Key">External ID of the tenant; for a member, the ID of its tenant and its external ID, separated by a space.</param>
/// <param name="About">Tenant that the row is about; null if it didn't exist when the row was checked.</param>
/// <param name="Body">Report to store.</param>
/// <param name="Written">Fields that were changed; null before.</param>
/// <param name="Before">Their previous values; null for a created tenant or member.</param>
internal sealed record PendingRow(int Place, string Key, string? About, JsonElement? Body, JsonElement? Written, JsonElement? Before, DateTimeOffset? AppliedAt)
{
    /// <summary>Maximum number of rows in one transaction.</summary>
    public const int BatchSize = 500;

    /// <summary>Position in errors of reports.</summary>
    public string At => string.Create(CultureInfo.InvariantCulture, $"row {Place}");

    /// <summary>External ID of a member.</summary>
    public string ExternalId => Key[(Key.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    /// <returns>The next rows in this state, members of a tenant together.</returns>
    public static Task<IReadOnlyList<PendingRow>> List(string importId, ImportRowState state, UnitOfWork work) =>
        work.List<PendingRow>(
            """
            select r.place, r.key, r.about, r.body, r.written, r.before, r.applied_at from imports.rows r
             where r.tenant_id = 'tnt_platform' and r.import_id = @importId and r.state = @state
             order by r.key, r.place
             limit @most
            """,
            new
            {
                importId,
                state,
                most = BatchSize,
            }
        );

    /// <returns>Places of the rows that are still in this state.</returns>
    public static async Task<HashSet<int>> FindStill(string importId, ImportRowState state, IEnumerable<PendingRow> rows, UnitOfWork work) =>
        [
            .. await work.List<int>(
                """
                select r.place from imports.rows r
                 where r.tenant_id = 'tnt_platform' and r.import_id = @importId and r.state = @state and r.place = any(@places)
                """,
                new
                {
                    importId,
                    state,
                    places = rows.Select(row => row.Place).ToArray(),
                }
            ),
        ];
}
