using System.Runtime.CompilerServices;
using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Stripe.Events;

/// <summary>Time between the creation of live events at Stripe and their processing here, of the last 1,000 events of the last 24 hours.</summary>
/// <param name="LastSeconds">Of the event that was processed last; null if there was none.</param>
/// <param name="P50Seconds">Half of the events took at most this long; null if there was none.</param>
/// <param name="P95Seconds">95% of the events took at most this long; null if there was none.</param>
/// <param name="PendingSince">When Stripe created the oldest event that is not processed yet; null if there is none.</param>
/// <param name="ReceivedAt">When the last event was received, also before the last 24 hours; null if there was none.</param>
internal sealed record WebhookDelay(double? LastSeconds, double? P50Seconds, double? P95Seconds, DateTimeOffset? PendingSince, DateTimeOffset? ReceivedAt)
{
    /// <summary>Health needs the delay for a card and for numbers, so it is read once in each unit of work.</summary>
    private static readonly ConditionalWeakTable<UnitOfWork, WebhookDelay> s_known = new();

    /// <returns>The delay when the unit of work first read it.</returns>
    public static async Task<WebhookDelay> Read(UnitOfWork work)
    {
        if (s_known.TryGetValue(work, out var known))
            return known;
        var delay = await Query(work);
        s_known.AddOrUpdate(work, delay);
        return delay;
    }

    /// <summary>Replayed events are left out, because their time of processing is that of the replay. Stripe gives the time of creation in whole seconds.</summary>
    private static async Task<WebhookDelay> Query(UnitOfWork work) =>
        (
            await work.One<WebhookDelay>(
                """
                with recent as (
                  select e.processed_at, greatest(0, extract(epoch from e.processed_at - e.created_at))::double precision as seconds
                    from stripe.events e
                   where e.tenant_id = 'tnt_platform' and e.mode = 'live' and e.received_at > now() - interval '24 hours'
                     and e.state = 'processed' and e.processed_at is not null and e.replayed_by is null
                   order by e.received_at desc, e.event_id desc
                   limit 1000)
                select (select r.seconds from recent r order by r.processed_at desc limit 1) as last_seconds,
                       (select percentile_disc(0.5) within group (order by r.seconds) from recent r) as p50_seconds,
                       (select percentile_disc(0.95) within group (order by r.seconds) from recent r) as p95_seconds,
                       (select e.created_at from stripe.events e
                         where e.tenant_id = 'tnt_platform' and e.mode = 'live' and e.state = 'pending' and e.replayed_by is null
                         order by e.received_at limit 1) as pending_since,
                       (select e.received_at from stripe.events e
                         where e.tenant_id = 'tnt_platform' and e.mode = 'live'
                         order by e.received_at desc, e.event_id desc limit 1) as received_at
                """
            )
        )!; // the query always returns a row
}
