using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Movements;

/// <summary>The platform's books, as what decides about closing a month.</summary>
/// <param name="Month">its first day</param>
/// <param name="EndsAt">the first moment after it, in the owner's zone</param>
/// <param name="ClosedMonth">the last one that is closed; null while none is</param>
/// <param name="IsCounting">something of it was reported or decided that isn't counted yet; some seconds at most</param>
public sealed record MonthFacts(long Revision, DateOnly Month, DateTimeOffset EndsAt, DateOnly? ClosedMonth, bool IsCounting, DateTimeOffset Now) : ISubject
{
    public string Id => IdSource.Platform;

    public string TenantId => IdSource.Platform;

    public static async Task<IReadOnlyList<MonthFacts>> Load(IReadOnlyList<string> ids, DateOnly day, Work work)
    {
        var facts = await work.List<MonthFacts>(
            $"""
            select (select count(*) + count(c.closed_by) from movements.closings c) as revision, m.month, m.ends_at,
                   (select max(c.month) from movements.closings c where c.closed_by is null) as closed_month,
                   exists (select 1 from core.money_dirt d where d.since < m.ends_at) as is_counting, now() as now
              from movements.book b
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
