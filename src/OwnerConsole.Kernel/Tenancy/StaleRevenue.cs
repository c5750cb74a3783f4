using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>
/// Tracks tenants and plans whose revenue must be recalculated. The database marks them on every change of subscriptions, payments or prices.
/// </summary>
public static class StaleRevenue
{
    /// <param name="Marks">Number of changes since the mark was last cleared.</param>
    /// <param name="Reached">Last tenant on the plan that has been recalculated; empty at the start.</param>
    public sealed record StalePlan(string Key, long Marks, string Reached);

    /// <param name="work">Unit of work that reads all tenants.</param>
    public static Task<IReadOnlyList<string>> Tenants(int most, UnitOfWork work) =>
        work.List<string>("select id from core.stale_revenue where kind = 'tenant' order by id limit @most", new { most });

    /// <summary>Plans whose price changed: all tenants that were ever on one must be recalculated.</summary>
    /// <param name="work">Unit of work that reads all tenants.</param>
    public static Task<IReadOnlyList<StalePlan>> Plans(UnitOfWork work) =>
        work.List<StalePlan>("select id as key, marks, reached from core.stale_revenue where kind = 'plan' order by id");

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

    /// <summary>Stores how far the tenants on a plan have been recalculated, unless the plan was marked again, in which case recalculation restarts.</summary>
    public static Task RecordProgress(this UnitOfWork work, StalePlan plan, string tenant) =>
        work.Execute(
            "update core.stale_revenue set reached = @tenant where kind = 'plan' and id = @Key and marks = @Marks",
            new
            {
                plan.Key,
                plan.Marks,
                tenant,
            }
        );

    /// <summary>Clears the mark of a plan when all its tenants have been recalculated, unless it was marked again.</summary>
    public static Task ClearStale(this UnitOfWork work, StalePlan plan) =>
        work.Execute("delete from core.stale_revenue where kind = 'plan' and id = @Key and marks = @Marks", new { plan.Key, plan.Marks });
}
