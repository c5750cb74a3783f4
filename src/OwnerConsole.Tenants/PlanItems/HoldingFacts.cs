using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.PlanItems;

/// <summary>What decides about the plans that a tenant holds.</summary>
/// <param name="Held">now, ordered by the plan's key</param>
/// <param name="Before">what is held when the last decision is taken back</param>
/// <param name="Plans">that can be chosen</param>
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

    public KnownPlan? Known(string key) => Plans.FirstOrDefault(plan => plan.Key == key);

    public static async Task<IReadOnlyList<HoldingFacts>> Load(IReadOnlyList<string> ids, Work work)
    {
        var rows = await work.List<Row>(
            $"""
            select s.tenant_id, s.revision + {PlanHoldings.Revision} as revision, s.lifecycle, {Items("i.to_at is null")} as held,
                   {Items("(i.to_at is null and i.opened_by is distinct from l.run) or i.closed_by = l.run")} as before
              from core.tenant_status s
              left join lateral (
                select c.run from core.plan_items i cross join lateral (values (i.opened_by, i.from_at), (i.closed_by, i.to_at)) c(run, at)
                 where i.tenant_id = s.tenant_id and c.at is not null
                 order by c.at desc, c.run nulls last
                 limit 1) l on true
             where s.tenant_id = any(@ids)
             order by s.tenant_id
             {work.ForUpdate("s")}
            """,
            new { ids }
        );
        var plans = await PlanBook.Find(work);
        return [.. rows.Select(row => new HoldingFacts(row.TenantId, row.Revision, row.Lifecycle, Read(row.Held), Read(row.Before), plans))];
    }

    private static string Items(string which) =>
        $"coalesce((select jsonb_agg(jsonb_build_object('plan', i.plan, 'quantity', i.quantity) order by i.plan) from core.plan_items i where i.tenant_id = s.tenant_id and ({which})), '[]')";

    private static IReadOnlyList<PlanItem> Read(JsonElement items) => Json.Read<IReadOnlyList<PlanItem>>(items);

    private sealed record Row(string TenantId, long Revision, Lifecycle Lifecycle, JsonElement Held, JsonElement Before);
}
