using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Tenants.Plans.Public;

/// <summary>The plans that can be chosen today.</summary>
public static class PlanBook
{
    /// <summary>What a field that takes a plan's key is chosen among.</summary>
    public const string Source = "plan";

    /// <returns>the highest price by the month first, so that the first is the top plan</returns>
    public static Task<IReadOnlyList<KnownPlan>> Find(Work work) =>
        work.List<KnownPlan>(
            """
            select p.plan_id, p.key, t.name, t.amount, t.currency, t.interval, t.trial_days,
                   (select count(*) + count(e.closed_by) from plans.terms e where e.plan_id = p.plan_id) as revision
              from plans.plans p join plans.terms t on t.plan_id = p.plan_id and t.closed_by is null
             where p.closed_by is null
             order by t.amount / case t.interval when 'year' then 12 else 1 end desc, p.key
             limit 500
            """
        );

    /// <returns>grows with every change of any plan, for what is decided by all of them</returns>
    public static Task<long> Revision(Work work) =>
        work.One<long>("select (select count(*) + count(t.closed_by) from plans.terms t) + (select count(*) + count(p.closed_by) from plans.plans p)");
}
