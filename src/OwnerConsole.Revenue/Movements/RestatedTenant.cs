using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Revenue.Movements;

/// <summary>Change of a tenant's movements of one kind and plan in a month by a restatement.</summary>
/// <param name="Plan">Key of the plan; empty for no plan.</param>
/// <param name="DeltaMinor">Change in the smallest unit of the currency, not rounded.</param>
public sealed record RestatedTenant(
    string TenantId,
    string Tenant,
    string SortName,
    DateOnly Month,
    MovementKind Kind,
    string Plan,
    decimal DeltaMinor,
    string Currency
)
{
    /// <summary>Columns of the exported file.</summary>
    internal static readonly IReadOnlyList<FileColumn<RestatedTenant>> Columns =
    [
        new("tenant", row => row.Tenant),
        new("tenant_id", row => row.TenantId),
        new("month", row => row.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture)),
        new("movement", row => row.Kind.ToText()),
        new("plan", row => row.Plan),
        new("change", row => row.Change.InputText) { FieldClasses = [FieldClass.Money] },
        new("currency", row => row.Currency) { FieldClasses = [FieldClass.Money] },
    ];

    public Money Change => new(Mrr.RoundForDisplay(DeltaMinor), Currency);

    /// <returns>One page by the names of tenants, then by month.</returns>
    internal static async Task<Page<RestatedTenant>> Find(Restatement restatement, Mode mode, int limit, string? cursor, UnitOfWork work)
    {
        var last = cursor is null ? null : Cursor.Read(cursor, 5);
        var rows = await work.List<RestatedTenant>(
            """
            select c.tenant_id, t.name as tenant, t.sort_name, c.month, c.kind, c.plan, c.delta_minor, @Currency as currency
              from movements.restatement_changes c
              join core.tenants t on t.tenant_id = c.tenant_id
             where c.restatement_id = @Id and c.mode = @mode
               and (not @isNext or (t.sort_name, c.tenant_id, c.month::text, c.kind, c.plan) > (@name, @tenant, @month, @kind, @plan))
             order by t.sort_name, c.tenant_id, c.month::text, c.kind, c.plan
             limit @limit + 1
            """,
            new
            {
                restatement.Id,
                restatement.Currency,
                mode,
                isNext = last is not null,
                name = last?[0],
                tenant = last?[1],
                month = last?[2],
                kind = last?[3],
                plan = last?[4],
                limit,
            }
        );
        return Paging.ToPage(
            rows,
            limit,
            row => Cursor.Of(row.SortName, row.TenantId, row.Month.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), row.Kind.ToText(), row.Plan),
            null
        );
    }
}
