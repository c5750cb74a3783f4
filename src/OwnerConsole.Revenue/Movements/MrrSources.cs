using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Movements;

/// <summary>Where the MRR of paying tenants comes from.</summary>
/// <param name="HasSubscriptions">Whether any tenant's MRR comes from its subscriptions.</param>
/// <param name="HasEstimates">Whether any tenant's MRR is estimated from the prices of its plans.</param>
public sealed record MrrSources(bool HasSubscriptions, bool HasEstimates)
{
    public string Text =>
        (HasSubscriptions, HasEstimates) switch
        {
            (true, true) => "MRR of subscriptions. For tenants without one, it is estimated from the prices of their plans.",
            (true, false) => "MRR of subscriptions.",
            _ => "MRR, estimated from the prices of plans.",
        };

    public static async Task<MrrSources> Find(Mode mode, UnitOfWork work) =>
        (
            await work.One<MrrSources>(
                """
                select exists (select from billing.subscription_mrr s where s.mode = @mode and s.tenant_id <> 'tnt_platform') as has_subscriptions,
                       exists (select from movements.balances b
                                where b.mode = @mode and not exists (select from billing.subscription_mrr s where s.tenant_id = b.tenant_id and s.mode = b.mode))
                         as has_estimates
                """,
                new { mode }
            )
        )!; // always one row
}
