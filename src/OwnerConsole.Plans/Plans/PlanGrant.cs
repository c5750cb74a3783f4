using OwnerConsole.Data;

namespace OwnerConsole.Plans.Plans;

/// <summary>The limit that the current version of a plan sets for a feature.</summary>
/// <param name="Feature">Key of the feature.</param>
public sealed record PlanGrant(string PlanId, string Feature, string Allows)
{
    /// <summary>Selects the limits of all plans; for a retired plan those of its last version.</summary>
    internal const string Sql = """
        select l.plan_id, l.feature, l.allows
          from plans.limits l join plans.versions t on t.plan_id = l.plan_id and t.number = l.number and t.closed_by is null
        """;

    /// <param name="feature">Key of a feature; null for all features.</param>
    /// <returns>The limits of all available plans.</returns>
    public static Task<IReadOnlyList<PlanGrant>> Find(UnitOfWork work, string? feature = null) =>
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
