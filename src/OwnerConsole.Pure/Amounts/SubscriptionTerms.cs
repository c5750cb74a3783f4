namespace OwnerConsole.Pure.Amounts;

/// <summary>Facts that determine the MRR of a subscription at a payment provider. All amounts are in the currency of the subscription.</summary>
/// <param name="IsCounted">Whether the subscription adds to MRR; see <see cref="Counts"/>.</param>
/// <param name="Lines">Items of the subscription.</param>
/// <param name="Discounts">Discounts of all lines, in the order in which they apply.</param>
public sealed record SubscriptionTerms(bool IsCounted, IReadOnlyList<SubscriptionLine> Lines, IReadOnlyList<SubscriptionDiscount> Discounts)
{
    /// <param name="status">Status at Stripe, such as <c>past_due</c>.</param>
    /// <param name="pauseBehavior">Stripe's <c>pause_collection.behavior</c>; null if collection isn't paused.</param>
    /// <returns>True for active and past due subscriptions, unless their invoices are voided or marked uncollectible. Drafts of a paused collection
    /// are collected later, so those subscriptions count.</returns>
    public static bool Counts(string status, string? pauseBehavior) =>
        status is "active" or "past_due" && pauseBehavior is not ("void" or "mark_uncollectible");
}
