using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Movements;

/// <summary>The state of the books that restating a month depends on.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="ClosedMonth">The last closed month; null if none is closed.</param>
/// <param name="IsCounting">True while data of closed months is still being processed, usually for a few seconds.</param>
/// <param name="HasMissingRates">True while MRR of live tenants isn't converted because exchange rates are missing.</param>
/// <param name="IsRestating">True while another restatement is being applied.</param>
/// <param name="Mode">Mode of the shown figures: live, or test while there are no live tenants with MRR.</param>
public sealed record RestatementFacts(
    long Revision,
    DateOnly Month,
    DateOnly? ClosedMonth,
    string Currency,
    bool IsCounting,
    bool HasMissingRates,
    bool IsRestating,
    Mode Mode
) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    /// <summary>Whether any tenant of any mode would change.</summary>
    public bool HasChanges { get; init; }

    /// <summary>Id of the new restatement.</summary>
    public string NewId { get; init; } = "";

    /// <summary>Changes of the shown mode.</summary>
    public IReadOnlyList<MonthlyMrr> Changes { get; init; } = [];

    /// <summary>Booked sums by month and kind of the shown mode, from the restated month to the last closed one.</summary>
    public IReadOnlyList<MonthlyMrr> Booked { get; init; } = [];

    /// <summary>MRR at the start of the month.</summary>
    public decimal OpeningMinor { get; init; }

    /// <summary>Sum of the adjustments that are booked in open months for differences of closed months.</summary>
    public decimal OpenAdjustments { get; init; }

    public static async Task<IReadOnlyList<RestatementFacts>> Load(IReadOnlyList<string> ids, DateOnly day, UnitOfWork work)
    {
        if (work.IsLocking)
            await ClosedMonths.Lock(work);
        var facts = await work.List<RestatementFacts>(
            $"""
            select hashtextextended(concat_ws(' ', (select string_agg(d::text, ',' order by d.mode, d.currency, d.month, d.kind) from movements.month_differences d),
                                                   (select count(*) + count(c.closed_by) from movements.closings c),
                                                   (select count(*) + count(p.applied_at) from movements.restatements p)), 0) as revision,
                   m.month, l.month as closed_month, r.currency,
                   b.compared is distinct from {Differences.Compared} or exists (select from core.stale_revenue d where d.since < l.until_at) as is_counting,
                   exists (select from movements.unconverted u where u.mode = 'live' and u.tenants > 0) as has_missing_rates,
                   {PendingRestatement.Exists} as is_restating,
                   case when exists (select from movements.mrr_month c where c.mode = 'live') then 'live' else 'test' end as mode
              from movements.settings b
             cross join core.reporting r
             cross join (select date_trunc('month', @day::timestamp)::date as month) m
              left join lateral (select c.month, c.until_at from movements.closings c where c.closed_by is null and c.currency = r.currency order by c.month desc limit 1) l on true
             where b.tenant_id = any(@ids)
             {work.ForUpdate("b")}
            """,
            new { ids, day }
        );
        return facts is [{ ClosedMonth: { } closed } books] && books.Month <= closed && books.Month >= CloseMonth.Earliest
            ? [await books.Compare(closed, work)]
            : facts;
    }

    private async Task<RestatementFacts> Compare(DateOnly closed, UnitOfWork work)
    {
        var sums = await work.List<ClosedMonthDifference.Row>(
            """
            select greatest(c.month, @before) as month, case when c.month > @before then c.kind else 'adjustment' end as kind, sum(c.delta_minor) as delta
              from movements.mrr_month c
             where c.mode = @Mode and c.currency = @Currency and c.month <= @closed
             group by 1, 2
            """,
            new
            {
                Mode,
                Currency,
                closed,
                before = Month.AddDays(-1), // stands for all earlier months
            }
        );
        var differences = await ClosedMonthDifference.FindRows(Mode, work);
        return this with
        {
            HasChanges =
                ClosedMonthDifference.Of(Month, await ClosedMonthDifference.FindRows(null, work)).HasChanges
                || ClosedMonthDifference.Of(Month, differences).HasChanges,
            NewId = work.NewId("rst", IdGenerator.Platform),
            Changes = ClosedMonthDifference.Of(Month, differences).Changes,
            Booked = [.. sums.Where(sum => sum.Month >= Month).Select(sum => new MonthlyMrr(sum.Month, sum.Kind, "", sum.Delta))],
            OpeningMinor = sums.Where(sum => sum.Month < Month).Sum(sum => sum.Delta),
            OpenAdjustments = differences.Sum(difference => difference.Delta),
        };
    }
}
