using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Revenue.Billing.Public;

namespace OwnerConsole.Revenue.Stripe.Projection;

/// <summary>Finds out since when subscriptions have had their MRR. Stripe only shows the current state, and the time of some changes.</summary>
/// <remarks>
/// What happened before the first copy follows from the times of the subscription: it has cost what it costs now since its start or the end of its trial,
/// until it ended. Later changes have the time of the latest event about the subscription.
/// </remarks>
internal sealed class MrrHistory
{
    private readonly IReadOnlyDictionary<(string Account, string Id), SubscriptionChange> _latest;

    private readonly IReadOnlyDictionary<(string Account, string Id), DateTimeOffset> _events;

    private MrrHistory(
        IReadOnlyDictionary<(string Account, string Id), SubscriptionChange> latest,
        IReadOnlyDictionary<(string Account, string Id), DateTimeOffset> events
    ) => (_latest, _events) = (latest, events);

    public static async Task<MrrHistory> Load(IReadOnlyCollection<(string Account, string Id)> subscriptions, UnitOfWork work)
    {
        if (subscriptions.Count == 0)
            return new(new Dictionary<(string, string), SubscriptionChange>(), new Dictionary<(string, string), DateTimeOffset>());
        var events = await work.List<LatestEvent>(
            """
            select n.account_id, n.id, max(e.created_at) as at
              from unnest(@accounts, @ids) n(account_id, id)
              join stripe.events e on e.tenant_id = 'tnt_platform' and e.object_id = n.id and e.account_id = n.account_id
             group by 1, 2
            """,
            new { accounts = subscriptions.Select(key => key.Account).ToArray(), ids = subscriptions.Select(key => key.Id).ToArray() }
        );
        return new(
            await SubscriptionMrrRecords.FindLatest(subscriptions, work),
            events.ToDictionary(latest => (latest.AccountId, latest.Id), latest => latest.At)
        );
    }

    /// <returns>Rows of the changes since the last stored one; empty if there is none, or if it isn't known yet what the subscription costs.</returns>
    public IReadOnlyList<object> Rows(MirroredObject source, string tenant, string customer, RelatedObjects related)
    {
        if (!StripeTerms.AreKnown(source, related))
            return [];
        var current = new SubscriptionMoney(source, StripeTerms.Read(source, related));
        var changedAt = _events.GetValueOrDefault(source.Key, source.ReadAt);
        var changes = _latest.TryGetValue(source.Key, out var latest) ? current.Since(latest, changedAt) : current.SinceStart(changedAt);
        return [.. changes.SelectMany(change => Rows(change, source, tenant, customer))];
    }

    private static IEnumerable<object> Rows(SubscriptionChange change, MirroredObject source, string tenant, string customer) =>
        change
            .Amounts.DefaultIfEmpty(new("", 0))
            .Select(amount => new
            {
                TenantId = tenant,
                source.AccountId,
                SubscriptionId = source.ObjectId,
                FromAt = change.At,
                PriceId = amount.Key,
                CustomerId = customer,
                source.Mode,
                change.Currency,
                MrrMinor = amount.Value,
                change.ZeroReason,
            });

    private sealed record LatestEvent(string AccountId, string Id, DateTimeOffset At);
}
