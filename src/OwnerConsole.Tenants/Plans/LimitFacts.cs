using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Plans;

/// <summary>What decides about what a plan grants.</summary>
/// <param name="Features">those that can be granted</param>
/// <param name="HeldBy">tenants that hold it today, paid or granted</param>
public sealed record LimitFacts(PlanFacts Facts, IReadOnlyList<KnownFeature> Features, long HeldBy, DateOnly Today) : ISubject
{
    public string Id => Facts.Id;

    public string TenantId => Facts.TenantId;

    public long Revision => Facts.Revision;

    public KnownFeature? Feature(string key) => Features.FirstOrDefault(feature => feature.Key == key);

    public static async Task<IReadOnlyList<LimitFacts>> Load(IReadOnlyList<string> ids, Work work)
    {
        var plans = await PlanFacts.Load(ids, work);
        var features = await FeatureBook.Find(work);
        var holders = (
            await work.List<Held>(
                """
                select p.plan_id, (select count(distinct i.tenant_id) from core.plan_items i where i.plan = p.key and i.to_at is null) as held_by,
                       (now() at time zone 'utc')::date as today
                  from plans.plans p
                 where p.plan_id = any(@ids)
                """,
                new { ids }
            )
        ).ToDictionary(plan => plan.PlanId, StringComparer.Ordinal);
        return [.. plans.Select(plan => new LimitFacts(plan, features, holders[plan.Id].HeldBy, holders[plan.Id].Today))];
    }

    private sealed record Held(string PlanId, long HeldBy, DateOnly Today);
}
