using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Movements;

/// <summary>The state of the books that closing a month depends on.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="EndsAt">End of the month, exclusive, in the console's time zone.</param>
/// <param name="ClosedMonth">The last closed month; null if none is closed.</param>
/// <param name="HasMissingRates">True while MRR of live tenants isn't converted because exchange rates are missing.</param>
/// <param name="IsRestating">True while a restatement is being applied.</param>
/// <param name="IsCounting">True while data of the month is still being processed, usually for a few seconds.</param>
public sealed record MonthFacts(
    long Revision,
    DateOnly Month,
    DateTimeOffset EndsAt,
    DateOnly? ClosedMonth,
    bool IsCounting,
    bool HasMissingRates,
    bool IsRestating,
    DateTimeOffset Now
) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public static async Task<IReadOnlyList<MonthFacts>> Load(IReadOnlyList<string> ids, DateOnly day, UnitOfWork work)
    {
        if (work.IsLocking)
            await ClosedMonths.Lock(work);
        var facts = await work.List<MonthFacts>(
            $"""
            select (select count(*) + count(c.closed_by) from movements.closings c) as revision, m.month, m.ends_at,
                   (select max(c.month) from movements.closings c where c.closed_by is null and c.currency = r.currency) as closed_month,
                   exists (select 1 from core.stale_revenue d where d.since < m.ends_at) as is_counting,
                   exists (select from movements.unconverted u where u.mode = 'live' and u.tenants > 0) as has_missing_rates, {PendingRestatement.Exists} as is_restating, now() as now
              from movements.settings b
              cross join core.reporting r
              cross join lateral (select date_trunc('month', @day::timestamp)::date as month,
                                         (date_trunc('month', @day::timestamp) + interval '1 month') at time zone r.zone as ends_at) m
             where b.tenant_id = any(@ids)
             {work.ForUpdate("b")}
            """,
            new { ids, day }
        );
        return facts;
    }
}
