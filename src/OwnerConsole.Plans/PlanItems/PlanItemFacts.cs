using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Plans.Public;

namespace OwnerConsole.Plans.PlanItems;

/// <summary>State of a tenant that changing its plans depends on.</summary>
/// <param name="Held">Current plans, ordered by key.</param>
/// <param name="Before">Plans after the last change is undone.</param>
/// <param name="Plans">Plans that can be chosen.</param>
public sealed record PlanItemFacts(
    string TenantId,
    long Revision,
    TenantLifecycle Lifecycle,
    IReadOnlyList<TenantPlanItem> Held,
    IReadOnlyList<TenantPlanItem> Before,
    IReadOnlyList<KnownPlan> Plans
) : ISubject
{
    public string Id => TenantId;

    public bool HasEnded => Lifecycle is TenantLifecycle.Cancelled or TenantLifecycle.Anonymised;

    /// <summary>Prices of the tenant's version of each plan, by plan key; read only if an interval or a currency was entered.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PlanPrice>> Prices { get; init; } =
        new Dictionary<string, IReadOnlyList<PlanPrice>>(StringComparer.Ordinal);

    public KnownPlan? FindPlan(string key) => Plans.FirstOrDefault(plan => plan.Key == key);

    public static async Task<IReadOnlyList<PlanItemFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        var rows = await work.List<Row>(
            $"""
            select s.tenant_id, s.revision + {TenantPlanItems.Revision} as revision, s.lifecycle, {TenantPlanItems.Current} as held, {TenantPlanItems.AfterUndo} as before
              from core.tenant_status s
              {TenantPlanItems.LastChangeJoin}
             where s.tenant_id = any(@ids)
             order by s.tenant_id
             {work.ForUpdate("s")}
            """,
            new { ids }
        );
        var plans = await PlanCatalogue.Find(work);
        return [.. rows.Select(row => new PlanItemFacts(row.TenantId, row.Revision, row.Lifecycle, Read(row.Held), Read(row.Before), plans))];
    }

    private static IReadOnlyList<TenantPlanItem> Read(JsonElement items) => Json.Read<IReadOnlyList<TenantPlanItem>>(items);

    private sealed record Row(string TenantId, long Revision, TenantLifecycle Lifecycle, JsonElement Held, JsonElement Before);
}
