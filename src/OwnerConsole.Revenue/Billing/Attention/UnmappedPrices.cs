using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Revenue.Billing.Pricing;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Billing.Attention;

/// <summary>Prices with current subscriptions that are mapped to no plan, for the list of things that need attention.</summary>
public sealed class UnmappedPrices : IAttentionSource
{
    public string Permission => BillingRoutes.Permission;

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work)
    {
        var found = await UnassignedMrr.Find(mode, work);
        var (prices, verb) = found.Prices == 1 ? ("A price", "is") : ($"{Wording.Number(found.Prices)} prices", "are");
        var plain = $"{prices} with current subscriptions {verb} not mapped to a plan.";
        return AttentionList.OfOne(
            found.Prices == 0
                ? null
                : new(
                    Urgency.ThisWeek,
                    found.Amounts.Count == 0 ? plain : $"{prices} with {found.Text} MRR {verb} not mapped to a plan.",
                    PriceList.Unmapped,
                    "Map prices"
                )
                {
                    Count = found.Prices,
                    SummaryWithoutMoney = plain,
                }
        );
    }
}
