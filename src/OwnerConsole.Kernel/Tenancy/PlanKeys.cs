using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Checks plan keys that a person or an application has entered.</summary>
public static class PlanKeys
{
    /// <summary>Why a plan can't be selected that does not exist.</summary>
    public static Refusal Unknown => new("unknown_plan", $"No plan has this key. See Plans and limits for the available plans.");

    /// <param name="plans">Finds the names of plans; empty if the module with plans is not installed.</param>
    /// <param name="key">Key of a plan, exactly as the application reports it.</param>
    /// <param name="reading">Can read all tenants.</param>
    /// <returns>Whether a plan has the key, which can be retired, or a tenant is on a plan that is reported with it.</returns>
    public static async Task<bool> HavePlan(this IEnumerable<PlanNames> plans, string key, UnitOfWork reading)
    {
        foreach (var findNames in plans) // at most one
            if ((await findNames(reading)).ContainsKey(key))
                return true;
        return await reading.One<bool>("select exists (select from core.plan_items i where i.plan = @key and i.to_at is null)", new { key });
    }
}
