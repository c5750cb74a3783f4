using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Tenants.Plans;

/// <summary>What the version of a plan that is sold today grants of a feature.</summary>
/// <param name="Feature">its key</param>
public sealed record PlanGrant(string PlanId, string Feature, string Allows)
{
    /// <summary>All of them; of a retired plan what was sold last.</summary>
    internal const string Sql = """
        select l.plan_id, l.feature, l.allows
          from plans.limits l join plans.terms t on t.plan_id = l.plan_id and t.number = l.number and t.closed_by is null
        """;

    /// <param name="feature">its key; null for every one</param>
    /// <returns>of the plans that can be chosen today</returns>
    public static Task<IReadOnlyList<PlanGrant>> Find(Work work, string? feature = null) =>
        work.List<PlanGrant>(
            $"""
            select g.plan_id, g.feature, g.allows
              from ({Sql}) g join plans.plans p on p.plan_id = g.plan_id and p.closed_by is null
             where @feature::text is null or g.feature = @feature
             order by g.plan_id, g.feature
            """,
            new { feature }
        );
}
