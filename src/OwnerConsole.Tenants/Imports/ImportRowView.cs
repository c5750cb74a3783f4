using System.Globalization;
using OwnerConsole.Data;

namespace OwnerConsole.Tenants.Imports;

/// <summary>A row of an imported file with its result.</summary>
/// <param name="Place">Number of the row; 1 is the first after the header.</param>
/// <param name="State">Result.</param>
/// <param name="Action">What the row does to its tenant or member; null before the check and for errors.</param>
/// <param name="Reason">Why it can't be imported, was skipped, failed or was kept; null for none.</param>
/// <param name="TenantId">Tenant that the row is about; null while it doesn't exist.</param>
/// <param name="Cells">Texts of the cells; empty after the tenant or member was anonymised.</param>
public sealed record ImportRowView(int Place, ImportRowState State, ImportAction? Action, string? Reason, string? TenantId, IReadOnlyList<string> Cells)
{
    /// <returns>A page in the order of the file.</returns>
    internal static async Task<OwnerConsole.Data.Page<ImportRowView>> List(string importId, ImportRowState? state, string? cursor, int limit, UnitOfWork work)
    {
        var conditions = Conditions.And((state is not null, "r.state = @state"), (cursor is not null, "r.place > @after"));
        var rows = await work.List<ImportRowView>(
            $"""
            select r.place, r.state, r.action, r.reason, r.about as tenant_id,
                   array(select jsonb_array_elements_text(r.cells)) as cells
              from imports.rows r
             where r.tenant_id = 'tnt_platform' and r.import_id = @importId {conditions}
             order by r.place
             limit @most
            """,
            new
            {
                importId,
                state,
                after = cursor is null ? 0 : Cursor.ReadNumber(cursor),
                most = limit + 1,
            }
        );
        return Paging.ToPage(rows, limit, last => Cursor.Of(last.Place.ToString(CultureInfo.InvariantCulture)));
    }
}
