using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Stores the plans of tenants as set by runs. They apply until the application reports plans that differ from its previous report.</summary>
public static class TenantPlanItems
{
    /// <summary>Revision of a tenant <c>s</c>: increases with every plan that is added or removed.</summary>
    public const string Revision = "(select count(*) + count(i.to_at) from core.plan_items i where i.tenant_id = s.tenant_id)";

    /// <summary>Current plans of a tenant <c>s</c>, as a list ordered by plan key.</summary>
    public static readonly string Current = Items("i.to_at is null");

    /// <summary>Plans of a tenant <c>s</c> after undoing the last change; requires <see cref="LastChangeJoin"/>.</summary>
    public static readonly string AfterUndo = Items("(i.to_at is null and i.opened_by is distinct from l.run) or i.closed_by = l.run");

    /// <summary>Plan item of a row <c>i</c> as JSON.</summary>
    public const string ItemJson =
        "jsonb_strip_nulls(jsonb_build_object('plan', i.plan, 'quantity', i.quantity, 'interval', i.interval, 'currency', i.currency))";

    /// <summary>True when the plan item <c>s</c> equals the row <c>i</c>.</summary>
    internal const string IsSameItem = "(s.quantity, s.currency, s.interval) is not distinct from (i.quantity, i.currency, i.interval)";

    /// <summary>Joins the run that last changed the plans of a tenant <c>s</c>.</summary>
    public const string LastChangeJoin = """
        left join lateral (
                select c.run from core.plan_items i cross join lateral (values (i.opened_by, i.from_at), (i.closed_by, i.to_at)) c(run, at)
                 where i.tenant_id = s.tenant_id and c.at is not null
                 order by c.at desc, c.run nulls last
                 limit 1) l on true
        """;

    /// <summary>Plans that have current subscribers.</summary>
    public static Task<IReadOnlyList<string>> ListSubscribedPlans(int most, UnitOfWork work) => work.Distinct("core.plan_items", "plan", "to_at is null", most);

    /// <returns>Keys of the current plans of a tenant, ordered.</returns>
    public static Task<IReadOnlyList<string>> ListPlans(this UnitOfWork work, string tenantId) =>
        work.List<string>("select i.plan from core.plan_items i where i.tenant_id = @tenantId and i.to_at is null order by i.plan", new { tenantId });

    /// <param name="items">All plans of each tenant from now on.</param>
    public static Task SetPlans(this UnitOfWork work, IReadOnlyList<string> tenants, IReadOnlyList<TenantPlanItem> items) =>
        work.Execute(
            $"""
            with moment as materialized (select clock_timestamp() as at),
            said as (select x.plan, x.quantity, x.currency, x.interval from jsonb_to_recordset(@items) x(plan text, quantity int, currency text, interval text)),
            closed as (
              update core.plan_items i set to_at = moment.at, closed_by = @run
                from moment
               where i.tenant_id = any(@tenants) and i.to_at is null and not exists (select 1 from said s where s.plan = i.plan and {IsSameItem})
              returning i.tenant_id, i.plan, coalesce(i.taken_at, i.from_at) as taken_at)
            insert into core.plan_items (tenant_id, plan, quantity, currency, interval, from_at, opened_by, taken_at)
            select t.id, s.plan, s.quantity, s.currency, s.interval, moment.at, @run, coalesce((select c.taken_at from closed c where c.tenant_id = t.id and c.plan = s.plan), moment.at)
              from unnest(@tenants) t(id) cross join said s cross join moment
             where not exists (select 1 from core.plan_items i where i.tenant_id = t.id and i.plan = s.plan and {IsSameItem} and i.to_at is null)
               and (select count(*) from closed) >= 0 -- forces the update to run first
            """,
            new
            {
                run = work.RunId,
                tenants,
                items = Json.Element(items),
            }
        );

    /// <summary>Moves tenants to the current version of a plan, as if they subscribed now.</summary>
    /// <param name="tenants">Tenants on the plan.</param>
    /// <param name="plan">Key of the plan.</param>
    public static Task MoveToCurrentVersion(this UnitOfWork work, IReadOnlyList<string> tenants, string plan) =>
        work.Execute(
            """
            with moment as materialized (select clock_timestamp() as at),
            closed as (
              update core.plan_items i set to_at = moment.at, closed_by = @run
                from moment
               where i.tenant_id = any(@tenants) and i.plan = @plan and i.to_at is null
              returning i.tenant_id, i.plan, i.quantity, i.currency, i.interval, i.to_at)
            insert into core.plan_items (tenant_id, plan, quantity, currency, interval, from_at, opened_by, taken_at)
            select c.tenant_id, c.plan, c.quantity, c.currency, c.interval, c.to_at, @run, c.to_at from closed c
            """,
            new
            {
                run = work.RunId,
                tenants,
                plan,
            }
        );

    /// <summary>Restores the plans from before <paramref name="undoneRun"/> for tenants without later changes.</summary>
    /// <returns>Tenants whose plans were restored.</returns>
    public static async Task<IReadOnlyList<string>> UndoSetPlans(this UnitOfWork work, IReadOnlyList<string> tenants, string undoneRun)
    {
        var restored = await work.List<string>(
            """
            with mine as (
              select i.tenant_id, max(greatest(case when i.opened_by = @undoneRun then i.from_at end, case when i.closed_by = @undoneRun then i.to_at end)) as at
                from core.plan_items i
               where i.tenant_id = any(@tenants) and (i.opened_by = @undoneRun or i.closed_by = @undoneRun)
               group by i.tenant_id)
            select m.tenant_id
              from mine m
             where not exists (select 1 from core.plan_items later where later.tenant_id = m.tenant_id and (later.from_at > m.at or later.to_at > m.at))
            """,
            new { tenants, undoneRun }
        );
        await work.Execute(
            """
            with moment as materialized (select clock_timestamp() as at),
            closed as (
              update core.plan_items i set to_at = moment.at, closed_by = @run
                from moment
               where i.tenant_id = any(@restored) and i.opened_by = @undoneRun
              returning 1)
            insert into core.plan_items (tenant_id, plan, quantity, currency, interval, from_at, opened_by, taken_at)
            select i.tenant_id, i.plan, i.quantity, i.currency, i.interval, moment.at, @run, coalesce(i.taken_at, i.from_at)
              from core.plan_items i cross join moment
             where i.tenant_id = any(@restored) and i.closed_by = @undoneRun
               and (select count(*) from closed) >= 0 -- forces the update to run first
            """,
            new
            {
                run = work.RunId,
                restored,
                undoneRun,
            }
        );
        return restored;
    }

    private static string Items(string which) =>
        $"coalesce((select jsonb_agg({ItemJson} order by i.plan) from core.plan_items i where i.tenant_id = s.tenant_id and ({which})), '[]')";
}
