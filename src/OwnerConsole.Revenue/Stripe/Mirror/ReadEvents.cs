using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Stripe.Mirror;

/// <summary>Marks events as processed whose object was read after they had been received.</summary>
public static class ReadEvents
{
    /// <summary>Completes the pending events of an object that an event has made the console read. Failed ones stay, so that someone sees them.</summary>
    public static void CompletePending(string account, Mode mode, string objectId, DateTimeOffset readAt, UnitOfWork work) =>
        Complete("e.state = 'pending'", account, mode, [objectId], readAt, work);

    /// <summary>Completes the pending and failed events of objects that a person has made the console read.</summary>
    public static void CompleteAll(string account, Mode mode, IReadOnlyCollection<string> objects, DateTimeOffset readAt, UnitOfWork work) =>
        Complete("e.state in ('pending', 'failed')", account, mode, objects, readAt, work);

    /// <summary>Their delay is counted with four bins for each doubling, as all histograms of durations. That of replayed events is not, because it is that of the replay.</summary>
    private static void Complete(string states, string account, Mode mode, IReadOnlyCollection<string> objects, DateTimeOffset readAt, UnitOfWork work) =>
        work.Defer(
            $"""
            with done as (
              update stripe.events e set state = 'processed', processed_at = clock_timestamp(), error = null, attempts = 0
               where e.tenant_id = 'tnt_platform' and e.account_id = @account and e.mode = @mode and e.object_id = any(@objects) and {states} and e.received_at <= @readAt
              returning e.mode, e.replayed_by, least(extract(epoch from e.processed_at - e.created_at) * 1000, 2147483647) as ms)
            insert into stripe.webhook_delays as d (tenant_id, bucket_at, bin, events)
            select 'tnt_platform', date_bin('1 hour', now(), 'epoch'), case when n.ms <= 1 then 0 else floor(ln(n.ms) / ln(2) * 4)::int end, count(*)
              from done n
             where n.mode = 'live' and n.replayed_by is null
             group by 2, 3
             order by 2, 3
            on conflict (tenant_id, bucket_at, bin) do update set events = d.events + excluded.events
            """,
            new
            {
                account,
                mode,
                objects,
                readAt,
            }
        );
}
