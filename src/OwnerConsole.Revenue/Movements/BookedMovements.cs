using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Movements;

/// <summary>A tenant's booked movements in closed months.</summary>
internal sealed class BookedMovements(IEnumerable<BookedMovements.Row> rows)
{
    private readonly IReadOnlyList<Row> _rows = [.. rows];

    /// <summary>Movements in the reporting currency by month, kind and plan.</summary>
    public IEnumerable<MonthlyMrr> ByMonth =>
        _rows.Where(row => row.Month is not null).Select(row => new MonthlyMrr(row.Month!.Value, row.Kind!.Value, row.Plan, row.Minor)); // both are set together

    public static async Task<ILookup<string, Row>> Find(IReadOnlyList<string> ids, ClosedMonths closed, UnitOfWork work) =>
        (
            closed.Other is null
                ? []
                : await work.List<Row>(
                    $"""
                    select m.tenant_id, m.currency, m.plan,
                           case when m.currency = @Currency then date_trunc('month', m.at at time zone @Zone)::date end as month, case when m.currency = @Currency then m.kind end as kind,
                           sum(m.delta_minor) as minor, sum(coalesce(m.constant_minor, m.delta_minor)) as constant
                      from movements.movements m
                     where m.tenant_id = any(@ids) and m.at < {ClosedMonths.Until}
                     group by 1, 2, 3, 4, 5
                    """,
                    new
                    {
                        ids,
                        closed.Currency,
                        closed.Zone,
                        closed.Reporting,
                        closed.Other,
                    }
                )
        ).ToLookup(row => row.TenantId, StringComparer.Ordinal);

    /// <returns>Sums by currency and plan of the movements in the reporting currency, or in all other currencies.</returns>
    /// <param name="before">Month from which movements in the reporting currency don't count; null to count all of them.</param>
    public IReadOnlyDictionary<(string Currency, string Plan), BookedMrr> Sum(bool isReporting, DateOnly? before) =>
        _rows
            .Where(row => row.Month is not null == isReporting && (before is null || !isReporting || row.Month < before))
            .GroupBy(row => (row.Currency, row.Plan))
            .ToDictionary(group => group.Key, group => new BookedMrr(group.Sum(row => row.Minor), group.Sum(row => row.Constant)));

    /// <param name="Month">First day of the month; null for movements in other currencies than the reporting currency, like the kind.</param>
    internal sealed record Row(string TenantId, string Currency, string Plan, DateOnly? Month, MovementKind? Kind, decimal Minor, decimal Constant);
}
