using OwnerConsole.Kernel.Data;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.PlanItems;

/// <summary>What a tenant pays for a plan that it holds: the price of its own version, whatever is sold today.</summary>
/// <param name="Plan">its key</param>
/// <param name="Number">of the version</param>
/// <param name="Amount">null, as the rest, where the version has no price in the currency that it is paid in</param>
public sealed record HeldTerms(string Plan, int Number, long? Amount, string? Currency, PlanInterval? Interval)
{
    public PlanPrice? Price => this is { Amount: { } amount, Currency: { } currency, Interval: { } interval } ? new(new(amount, currency), interval) : null;

    /// <returns>of the plans that are known here, by their keys</returns>
    public static async Task<IReadOnlyDictionary<string, HeldTerms>> Find(string tenantId, Work work) =>
        (
            await work.List<HeldTerms>(
                $"""
                select h.plan, v.number, e.amount, e.currency, e.interval
                  from (select i.plan, coalesce(i.taken_at, i.from_at) as from_at, i.currency, i.interval from core.plan_items i where i.tenant_id = @tenantId and i.to_at is null) h
                 cross join lateral ({PlanBook.VersionHeld}) v
                 cross join lateral ({PlanBook.TermsOf}) e
                """,
                new { tenantId }
            )
        ).ToDictionary(terms => terms.Plan, StringComparer.Ordinal);
}
