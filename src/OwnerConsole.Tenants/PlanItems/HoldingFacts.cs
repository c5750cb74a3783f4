using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.PlanItems;

/// <summary>State of a tenant that changing its plans depends on.</summary>
/// <param name="Held">Current plans, ordered by key.</param>
/// <param name="Before">Plans after the last change is undone.</param>
/// <param name="Plans">Plans that can be chosen.</param>
public sealed record HoldingFacts(
    string TenantId,
    long Revision,
    Lifecycle Lifecycle,
    IReadOnlyList<PlanItem> Held,
    IReadOnlyList<PlanItem> Before,
    IReadOnlyList<KnownPlan> Plans
) : ISubject
{
    public string Id => TenantId;

    public bool IsOver => Lifecycle is Lifecycle.Cancelled or Lifecycle.Anonymised;

    /// <summary>Prices of the tenant's version of each plan, by plan key; read only if an interval or a currency was entered.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PlanPrice>> Prices { get; init; } =
        new Dictionary<string, IReadOnlyList<PlanPrice>>(StringComparer.Ordinal);

    public KnownPlan? Known(string key) => Plans.FirstOrDefault(plan => plan.Key == key);

    public static async Task<IReadOnlyList<HoldingFacts>> Load(IReadOnlyList<string> ids, Work work)
    {
        var rows = await work.List<Row>(
            $"""
            select s.tenant_id, s.revision + {PlanHoldings.Revision} as revision, s.lifecycle, {PlanHoldings.Now} as held, {PlanHoldings.Before} as before
              from core.tenant_status s
              {PlanHoldings.Last}
             where s.tenant_id = any(@ids)
             order by s.tenant_id
             {work.ForUpdate("s")}
            """,
            new { ids }
        );
        var plans = await PlanBook.Find(work);
        return [.. rows.Select(row => new HoldingFacts(row.TenantId, row.Revision, row.Lifecycle, Read(row.Held), Read(row.Before), plans))];
    }

    private static IReadOnlyList<PlanItem> Read(JsonElement items) => Json.Read<IReadOnlyList<PlanItem>>(items);

    private sealed record Row(string TenantId, long Revision, Lifecycle Lifecycle, JsonElement Held, JsonElement Before);
}
