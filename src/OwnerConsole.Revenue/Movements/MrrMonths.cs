using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Movements;

/// <summary>MRR of the last months, what moved it, and for which plan: read from the months' sums, whatever lies behind them.</summary>
public static class MrrMonths
{
    /// <summary>By month, kind and plan, in the reporting currency and the owner's months.</summary>
    /// <param name="months">how many, the one that runs included; what stood before them is in the first as <see cref="Cell.Opening"/></param>
    public static Task<IReadOnlyList<Cell>> Find(Population population, int months, Work work) =>
        work.List<Cell>(
            """
            select greatest(c.month, f.first) as month, c.month < f.first as opening, case when c.month >= f.first then c.kind end as kind, c.plan,
                   sum(c.delta_minor) as delta_minor
              from movements.mrr_month c
              join core.reporting r on r.currency = c.currency
             cross join lateral (select (date_trunc('month', now() at time zone r.zone) - (@months - 1) * interval '1 month')::date as first) f
             where c.population = @population
             group by 1, 2, 3, 4
             order by 1, 2 desc, 3, 4
            """,
            new { population, months }
        );

    /// <param name="Month">its first day</param>
    /// <param name="Opening">what stood when the first month began, instead of a movement</param>
    /// <param name="Kind">null for the opening</param>
    /// <param name="DeltaMinor">in the smallest unit of the currency, not rounded</param>
    public sealed record Cell(DateOnly Month, bool Opening, MovementKind? Kind, string Plan, decimal DeltaMinor);
}
