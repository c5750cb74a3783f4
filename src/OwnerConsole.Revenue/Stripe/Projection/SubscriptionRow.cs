using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Stripe.Projection;

/// <summary>Creates the billing record of a subscription with its monthly recurring revenue.</summary>
internal static class SubscriptionRow
{
    public static object Of(MirroredObject source, string tenant, string customer, RelatedObjects related)
    {
        var body = source.Json;
        var items = body.Objects("items");
        var first = items.Count > 0 ? items[0] : default;
        return new
        {
            TenantId = tenant,
            source.AccountId,
            Id = source.ObjectId,
            source.Mode,
            CustomerId = customer,
            Status = body.Text("status") ?? "incomplete",
            IsPaused = body.Member("pause_collection") is not null,
            Prices = items.Select(item => item.Reference("price")).OfType<string>().Distinct(StringComparer.Ordinal).ToArray(),
            Quantity = items.Count > 0 ? first.Whole("quantity") : null,
            Currency = body.Currency() ?? RecordRows.UnknownCurrency,
            MrrMinor = SubscriptionMrr.Calculate(StripeTerms.Read(source, related)),
            Interval = items.Count > 0 ? first.Text("price", "recurring", "interval") : null,
            Intervals = items.Count > 0 ? first.Whole("price", "recurring", "interval_count") : null,
            CollectionMethod = body.Text("collection_method") ?? "charge_automatically",
            CurrentUntil = items.Select(item => item.Time("current_period_end")).Min() ?? body.Time("current_period_end"), // the second in older versions
            TrialEndsAt = body.Time("trial_end"),
            CancelAt = body.Time("cancel_at"),
            EndedAt = body.Time("ended_at"),
            CreatedAt = body.Time("created") ?? source.ReadAt,
            SyncedAt = source.ReadAt,
        };
    }
}
