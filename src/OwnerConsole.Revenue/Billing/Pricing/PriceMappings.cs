using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Billing.Pricing;

/// <summary>Decisions of people about which plan a price belongs to.</summary>
internal static class PriceMappings
{
    /// <summary>Current decisions; a price has at most one.</summary>
    public static readonly StateRows Rows = new("billing.price_plans", "price_id")
    {
        BelongToPlatform = true,
        Conflict = "other.account_id = this.account_id and other.price_id = this.price_id",
    };
}
