using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>
/// Tracks tenants, plans, prices and currencies whose revenue must be recalculated. The database marks them on every change of subscriptions, payments, prices or exchange rates.
/// </summary>
public static class StaleRevenue
{
    /// <summary>A plan, a price of a payment provider or a currency that stands for all tenants that ever paid for it or in it.</summary>
    /// <param name="Kind"><c>plan</c>, <c>price</c> or <c>currency</c>.</param>
    /// <param name="Key">Key of the plan, id of the price or code of the currency.</param>
    /// <param name="Marks">Number of changes since the mark was last cleared.</param>
    /// <param name="Since">Earliest time from which revenue can be different.</param>
    /// <param name="Reached">Last tenant that has been recalculated; empty at the start.</param>
    public sealed record StaleGroup(string Kind, string Key, long Marks, string Reached, DateTimeOffset Since);

    /// <param name="work">Unit of work that reads all tenants.</param>
    public static Task<IReadOnlyList<string>> Tenants(int most, UnitOfWork work) =>
        work.List<string>("select id from core.stale_revenue where kind = 'tenant' order by id limit @most", new { most });

    /// <summary>Plans whose price changed, prices that were mapped to another plan, and currencies whose exchange rates changed.</summary>
    /// <param name="work">Unit of work that reads all tenants.</param>
    public static Task<IReadOnlyList<StaleGroup>> Groups(UnitOfWork work) =>
        work.List<StaleGroup>(
            "select kind, id as key, marks, reached, since from core.stale_revenue where kind in ('plan', 'price', 'currency') order by kind, id"
        );

    /// <summary>Clears the marks of these tenants before their data is read. Marks being written concurrently are skipped and handled next time.</summary>
    /// <remarks>
    /// Marks are looked up one by one and deleted by ctid: the table is usually empty, so PostgreSQL would estimate a full one as small and scan it.
    /// </remarks>
    public static Task ClearStale(this UnitOfWork work, IReadOnlyCollection<string> tenants) =>
        work.Execute(
            """
            delete from core.stale_revenue
             where ctid = any(array(
               select d.at
                 from unnest(@tenants) t(id)
                 cross join lateral (select ctid as at from core.stale_revenue where kind = 'tenant' and id = t.id for update skip locked) d))
            """,
            new { tenants }
        );

    /// <summary>Marks tenants for recalculation.</summary>
    public static Task MarkStale(this UnitOfWork work, IReadOnlyCollection<string> tenants) =>
        work.Execute(
            """
            insert into core.stale_revenue as d (kind, id, since)
            select 'tenant', t.id, '-infinity'::timestamptz from unnest(@tenants) t(id) order by 2
            on conflict (kind, id) do update set since = excluded.since, marks = d.marks + 1, reached = ''
            """,
            new { tenants }
        );

    /// <summary>Stores how far the tenants have been recalculated, unless the group was marked again, in which case recalculation restarts.</summary>
    public static Task RecordProgress(this UnitOfWork work, StaleGroup group, string tenant) =>
        work.Execute(
            "update core.stale_revenue set reached = @tenant where kind = @Kind and id = @Key and marks = @Marks",
            new
            {
                group.Kind,
                group.Key,
                group.Marks,
                tenant,
            }
        );

    /// <summary>Clears the mark of a group when all its tenants have been recalculated, unless it was marked again.</summary>
    public static Task ClearStale(this UnitOfWork work, StaleGroup group) =>
        work.Execute(
            "delete from core.stale_revenue where kind = @Kind and id = @Key and marks = @Marks",
            new
            {
                group.Kind,
                group.Key,
                group.Marks,
            }
        );
}
