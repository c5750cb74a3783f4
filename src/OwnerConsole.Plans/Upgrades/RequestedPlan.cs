using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Plans.Plans.Public;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>A plan that a tenant requests, with the plans it already has.</summary>
/// <param name="IsAddon">Whether the plan is an add-on, which replaces no plan.</param>
/// <param name="Held">Keys of the tenant's plans.</param>
/// <param name="Main">Keys of the tenant's plans that aren't add-ons.</param>
internal sealed record RequestedPlan(string PlanId, string Name, bool IsAddon, IReadOnlyList<string> Held, IReadOnlyList<string> Main)
{
    /// <summary>Reads the plan and locks the tenant, so other requests and answers for it wait until the transaction ends.</summary>
    /// <exception cref="Problem">409 or 422: the tenant can't request the plan.</exception>
    public static async Task<RequestedPlan> Of(string tenantId, string plan, UnitOfWork work)
    {
        var lifecycle = await work.One<TenantLifecycle>(
            "select s.lifecycle from core.tenant_status s where s.tenant_id = @tenantId for no key update of s",
            new { tenantId }
        );
        if (lifecycle is TenantLifecycle.Cancelled or TenantLifecycle.Anonymised)
            throw new Problem(409, "cancelled", $"This tenant is {lifecycle.ToText()}; it can't request a plan.");
        var sold = await PlanCatalogue.Find(work);
        if (sold.FirstOrDefault(knownPlan => knownPlan.Key == plan) is not { } known)
            throw new Problem(422, "unknown_plan", $"There is no available plan with the key \"{plan}\". GET /api/v1/plans lists the available plans.");
        var held = await work.ListPlans(tenantId);
        return held.Contains(plan)
            ? throw new Problem(409, "already_held", $"This tenant is already on the plan {plan}.")
            : new(known.PlanId, known.Name, known.IsAddon, held, [.. held.Where(key => !sold.Any(knownPlan => knownPlan.Key == key && knownPlan.IsAddon))]);
    }

    /// <param name="said">Keys of the plans to replace; null when none were given.</param>
    /// <exception cref="Problem">422: the tenant has several plans and none was given, or it isn't on a given plan.</exception>
    public IReadOnlyList<string> ReplacedPlans(IReadOnlyList<string>? said)
    {
        if (said is null)
            return IsAddon ? []
                : Main.Count < 2 ? Main
                : throw new Problem(
                    422,
                    "replaces_needed",
                    $"This tenant has several plans: {string.Join(", ", Main)}. Set replaces to the ones that the new plan replaces, or to an empty list for none."
                );
        return said.Except(Held, StringComparer.Ordinal).FirstOrDefault() is { } other
            ? throw new Problem(422, "not_subscribed", $"This tenant isn't on the plan {other}, so that plan can't be replaced.")
            : [.. said.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
