using System.Text.Json;
using OwnerConsole.Revenue.Stripe.Projection;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>An item of a subscription: a price and its quantity.</summary>
/// <param name="Quantity">Null for a metered price.</param>
/// <param name="Interval">day, week, month or year.</param>
/// <param name="Intervals">Number of intervals in a period.</param>
public sealed record StripeSubscriptionItem(
    string Id,
    string Price,
    long? Quantity,
    string? Interval,
    long? Intervals,
    DateTimeOffset? PeriodStart,
    DateTimeOffset? PeriodEnd
)
{
    /// <returns>Null if the copy isn't complete.</returns>
    internal static StripeSubscriptionItem? Of(JsonElement item) =>
        (item.Text("id"), item.Reference("price")) is ({ } id, { } price)
            ? new(
                id,
                price,
                item.Text("price", "recurring", "usage_type") is "metered" ? null : item.Whole("quantity"),
                item.Text("price", "recurring", "interval"),
                item.Whole("price", "recurring", "interval_count"),
                item.Time("current_period_start"),
                item.Time("current_period_end")
            )
            : null;
}
