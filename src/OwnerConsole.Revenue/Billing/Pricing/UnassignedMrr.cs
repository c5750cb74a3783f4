using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Billing.Pricing;

/// <summary>MRR that counts for no plan, because its prices are not mapped to one.</summary>
/// <param name="Prices">Number of unmapped prices with current subscriptions.</param>
/// <param name="Amounts">One amount per currency, the largest first; none if those subscriptions add nothing to MRR.</param>
public sealed record UnassignedMrr(long Prices, IReadOnlyList<Money> Amounts)
{
    /// <summary>Such as <c>49.00 USD and 10.00 EUR</c>; empty if there are no amounts.</summary>
    public string Text => Amounts.Count < 2 ? string.Concat(Amounts) : $"{string.Join(", ", Amounts.SkipLast(1))} and {Amounts[^1]}";

    /// <remarks>Reads no subscriptions if all prices are mapped.</remarks>
    public static async Task<UnassignedMrr> Find(Mode mode, UnitOfWork work)
    {
        var rows = await work.List<Row>(
            $"""
            with unmapped as materialized (select p.account_id, p.id from billing.prices p where p.tenant_id = 'tnt_platform' and p.mode = @mode and {PriceSql.IsUnmapped}),
            used as materialized (
              select s.account_id, i.id from billing.subscriptions s cross join lateral unnest(s.prices) i(id)
               where s.mode = @mode and s.ended_at is null and exists (select from unmapped)
               group by s.account_id, i.id),
            amounts as (
              select m.currency, sum(m.mrr_minor) as mrr_minor
                from unmapped u join billing.subscription_mrr m on m.price_id = u.id and m.account_id = u.account_id
               where {PriceSql.IsCurrentMrr}
               group by m.currency)
            select n.prices, a.currency, a.mrr_minor
              from (select count(*) as prices from unmapped join used using (account_id, id)) n left join amounts a on true
             order by a.mrr_minor desc, a.currency
            """,
            new { mode }
        );
        return new(
            rows[0].Prices,
            [.. rows.Where(row => row.Currency is not null).Select(row => new Money(Mrr.RoundForDisplay(row.MrrMinor!.Value), row.Currency!))] // both are null or neither is
        );
    }

    private sealed record Row(long Prices, string? Currency, decimal? MrrMinor);
}
