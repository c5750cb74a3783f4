using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Upgrades;

/// <summary>A plan that a tenant asks for, with the ones that it holds.</summary>
/// <param name="IsAddon">it takes the place of none</param>
/// <param name="Held">their keys</param>
/// <param name="Main">those that are no add-ons</param>
internal sealed record WantedPlan(string PlanId, string Name, bool IsAddon, IReadOnlyList<string> Held, IReadOnlyList<string> Main)
{
    /// <summary>Whoever else asks for the same tenant, or answers it, waits until this is over.</summary>
    /// <exception cref="Problem">409 or 422: the tenant can't ask for it</exception>
    public static async Task<WantedPlan> Of(string tenantId, string plan, Work work)
    {
        var lifecycle = await work.One<Lifecycle>(
            "select s.lifecycle from core.tenant_status s where s.tenant_id = @tenantId for no key update of s",
            new { tenantId }
        );
        if (lifecycle is Lifecycle.Cancelled or Lifecycle.Anonymised)
            throw new Problem(409, "cancelled", $"This tenant is {lifecycle.ToText()}; it can't ask for a plan any more.");
        var sold = await PlanBook.Find(work);
        if (sold.FirstOrDefault(one => one.Key == plan) is not { } known)
            throw new Problem(422, "unknown_plan", $"There is no plan {plan} that can be chosen. GET /api/v1/plans lists those that can.");
        var held = await work.HeldPlans(tenantId);
        return held.Contains(plan)
            ? throw new Problem(409, "already_held", $"This tenant holds {plan} already.")
            : new(known.PlanId, known.Name, known.IsAddon, held, [.. held.Where(key => !sold.Any(one => one.Key == key && one.IsAddon))]);
    }

    /// <param name="said">null where nothing was said of it</param>
    /// <exception cref="Problem">422: it holds several and says of none, or names one that it doesn't hold</exception>
    public IReadOnlyList<string> GivesUp(IReadOnlyList<string>? said)
    {
        if (said is null)
            return IsAddon ? []
                : Main.Count < 2 ? Main
                : throw new Problem(
                    422,
                    "replaces_needed",
                    $"This tenant holds several plans: {string.Join(", ", Main)}. Say in replaces which of them the new one takes the place of; an empty list for none."
                );
        return said.Except(Held, StringComparer.Ordinal).FirstOrDefault() is { } other
            ? throw new Problem(422, "not_held", $"This tenant doesn't hold {other}, so it can't give it up.")
            : [.. said.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
