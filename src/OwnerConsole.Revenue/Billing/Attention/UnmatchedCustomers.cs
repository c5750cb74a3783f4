using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Billing.Attention;

/// <summary>Customers of the payment provider that belong to no tenant, for the list of things that need attention.</summary>
public sealed class UnmatchedCustomers : IAttentionSource
{
    public string Permission => "purchase.read";

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work)
    {
        var count = await work.One<long>(
            """
            select count(*)
              from (select 1 from billing.customers c where c.mode = @mode and c.tenant_id = 'tnt_platform' and c.deleted_at is null limit @most) u
            """,
            new { mode, most = Paging.MaxCounted }
        );
        return AttentionList.OfOne(
            count == 0
                ? null
                : new(
                    Urgency.ThisWeek,
                    count == 1 ? "A Stripe customer belongs to no tenant." : $"{Wording.Number(count)} Stripe customers belong to no tenant.",
                    "/revenue/customers?match=none",
                    "Match customers"
                )
                {
                    Count = count,
                }
        );
    }
}
