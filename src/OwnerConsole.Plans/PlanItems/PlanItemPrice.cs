using OwnerConsole.Data;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.PlanItems;

/// <summary>Price that a tenant pays for one of its plans, in the tenant's own version.</summary>
/// <param name="Plan">Key of the plan.</param>
/// <param name="Number">Number of the version.</param>
/// <param name="Amount">Amount; null, like the rest, if the version has no price in the billing currency.</param>
public sealed record PlanItemPrice(string Plan, int Number, long? Amount, string? Currency, PlanInterval? Interval)
{
    public PlanPrice? Price => this is { Amount: { } amount, Currency: { } currency, Interval: { } interval } ? new(new(amount, currency), interval) : null;

    /// <returns>The prices of known plans, by plan key.</returns>
    public static async Task<IReadOnlyDictionary<string, PlanItemPrice>> Find(string tenantId, UnitOfWork work) =>
        (
            await work.List<PlanItemPrice>(
                $"""
                select h.plan, v.number, e.amount, e.currency, e.interval
                  from (select i.plan, coalesce(i.taken_at, i.from_at) as from_at, i.currency, i.interval from core.plan_items i where i.tenant_id = @tenantId and i.to_at is null) h
                 cross join lateral ({PlanCatalogue.VersionOfHolder}) v
                 cross join lateral ({PlanCatalogue.TermsOf}) e
                """,
                new { tenantId }
            )
        ).ToDictionary(terms => terms.Plan, StringComparer.Ordinal);
}
