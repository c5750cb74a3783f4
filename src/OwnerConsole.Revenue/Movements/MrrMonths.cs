using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Movements;

/// <summary>MRR of the last months and its movements by plan, read from monthly sums.</summary>
public static class MrrMonths
{
    /// <summary>Sums by month, kind and plan, in the reporting currency and the console's time zone.</summary>
    /// <param name="isConstant">Whether amounts in other currencies are converted at the rates of one day instead of those of each day.</param>
    /// <param name="months">Number of months, including the current one. MRR before them is in the first month as <see cref="Cell.Opening"/>.</param>
    public static Task<IReadOnlyList<Cell>> Find(Mode mode, int months, bool isConstant, UnitOfWork work) =>
        work.List<Cell>(
            """
            select greatest(c.month, f.first) as month, c.month < f.first as opening, case when c.month >= f.first then c.kind end as kind, c.plan,
                   sum(case when @isConstant then coalesce(c.constant_minor, c.delta_minor) else c.delta_minor end) as delta_minor
              from movements.mrr_month c
              join core.reporting r on r.currency = c.currency
             cross join lateral (select (date_trunc('month', now() at time zone r.zone) - (@months - 1) * interval '1 month')::date as first) f
             where c.mode = @mode
             group by 1, 2, 3, 4
             order by 1, 2 desc, 3, 4
            """,
            new
            {
                mode,
                months,
                isConstant,
            }
        );

    /// <param name="Month">First day of the month.</param>
    /// <param name="Opening">True for the MRR at the start of the first month, which is not a movement.</param>
    /// <param name="Kind">Kind of movement; null for the opening.</param>
    /// <param name="DeltaMinor">Amount in the smallest unit of the currency, not rounded.</param>
    public sealed record Cell(DateOnly Month, bool Opening, MovementKind? Kind, string Plan, decimal DeltaMinor);
}
