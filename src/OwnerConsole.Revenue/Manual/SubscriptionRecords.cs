using OwnerConsole.Data;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Manual;

/// <summary>Writes the billing records of manual subscriptions, which follow from their terms.</summary>
internal static class SubscriptionRecords
{
    public static readonly StateRows Rows = new("manual.subscription_terms", "subscription_id")
    {
        Conflict = "other.subscription_id = this.subscription_id and other.from_at = this.from_at",
    };

    /// <summary>The subscriptions of tenants.</summary>
    public static readonly StateRows OfTenants = new("manual.subscription_terms", "tenant_id");

    /// <summary>Removes the records of subscriptions that the current run has removed.</summary>
    public static async Task WriteRemoved(UnitOfWork work) =>
        await Write(await work.List<string>("select subscription_id from manual.subscription_terms where closed_by = @run", new { run = work.RunId }), work);

    /// <summary>Replaces the records of these subscriptions and the history of their MRR. A subscription without terms loses its record.</summary>
    public static async Task Write(IReadOnlyCollection<string> subscriptions, UnitOfWork work)
    {
        if (subscriptions.Count == 0)
            return;
        // Locked first, so that an undo at the same time can't be overwritten.
        await work.Execute(
            "select 1 from manual.subscription_terms where subscription_id = any(@ids) order by subscription_id, opened_by for no key update",
            new { ids = subscriptions.ToArray() }
        );
        var terms = (await ManualTerms.Find(subscriptions, work)).GroupBy(one => one.SubscriptionId, StringComparer.Ordinal).ToList();
        (string, string)[] keys = [.. subscriptions.Select(id => (BillingRecords.ManualAccount, id))];
        BillingRecords.Replace(BillingTable.Subscriptions, keys, Json.Element(terms.Select(history => Record([.. history], work.Now))), work);
        SubscriptionMrrRecords.Replace(
            keys,
            Json.Element(terms.SelectMany(history => history.Where(one => one.FromAt <= work.Now).Select(one => MrrRow(one)))),
            work
        );
    }

    private static object Record(IReadOnlyList<ManualTerms> history, DateTimeOffset now)
    {
        var (current, end) = (history.Last(one => !one.IsEnd && (one.FromAt <= now || one == history[0])), history.FirstOrDefault(one => one.IsEnd));
        var hasEnded = end?.FromAt <= now;
        return new
        {
            current.TenantId,
            AccountId = BillingRecords.ManualAccount,
            Id = current.SubscriptionId,
            current.Mode,
            CustomerId = current.TenantId,
            Status = hasEnded ? "canceled" : "active",
            IsPaused = false,
            Prices = Array.Empty<string>(),
            current.Name,
            current.Quantity,
            current.Currency,
            MrrMinor = hasEnded ? 0 : current.MrrMinor,
            current.Interval,
            current.Intervals,
            CollectionMethod = "send_invoice",
            CancelAt = hasEnded ? null : end?.FromAt,
            EndedAt = hasEnded ? end?.FromAt : null,
            CreatedAt = history[0].FromAt,
            SyncedAt = history.Max(terms => terms.OpenedAt),
        };
    }

    private static object MrrRow(ManualTerms terms) =>
        new
        {
            terms.TenantId,
            AccountId = BillingRecords.ManualAccount,
            terms.SubscriptionId,
            terms.FromAt,
            PriceId = terms.ZeroReason is null ? terms.SubscriptionId : "",
            CustomerId = terms.TenantId,
            terms.Mode,
            terms.Currency,
            terms.MrrMinor,
            terms.ZeroReason,
            terms.Plan,
        };
}
