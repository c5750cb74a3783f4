using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Texts;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Plans.Plans;

/// <summary>Lists plan keys that the application reports and that don't exist, because they are mistyped or not set up yet. They count as 0 in MRR.</summary>
public sealed class UnknownPlanAttentionSource : IAttentionSource
{
    private const int MaxPlans = 1000;

    public string Permission => PlanRoutes.Read;

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work)
    {
        var known = await PlanCatalogue.FindNames(work);
        string[] unknown = [.. (await TenantPlanItems.ListSubscribedPlans(MaxPlans, work)).Where(plan => !known.ContainsKey(plan))];
        if (unknown.Length == 0)
            return AttentionList.Empty;
        var reported = await work.List<string>(
            """
            select p.plan from unnest(@unknown) p(plan)
             where exists (select from core.plan_items i join core.tenants t using (tenant_id) where i.plan = p.plan and i.to_at is null and t.mode = @mode)
             order by 1
            """,
            new { unknown, mode }
        );
        return AttentionList.OfOne(
            reported.Count == 0
                ? null
                : new(
                    Urgency.ThisWeek,
                    $"Your application reports {Wording.Count(reported.Count, "plan")} that {(reported.Count == 1 ? "does" : "do")} not exist: {string.Join(", ", reported.Take(3).Select(plan => DescribePlan(plan, known.Keys)))}{(reported.Count > 3 ? " …" : "")}",
                    PlanRoutes.Address,
                    "Plans"
                )
        );
    }

    private static string DescribePlan(string plan, IEnumerable<string> known) =>
        ClosestMatch.Find(plan, known) is { } near ? $"{plan} (did you mean {near}?)" : plan;
}
