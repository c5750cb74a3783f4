using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Revenue.Stripe.Events;

/// <summary>How long payment webhooks of live mode take, for alert rules: the slowest of the last 15 minutes, or the oldest pending one.</summary>
/// <remarks>Events from Stripe are irregular. Without any, the delay is unknown and not zero, because Stripe may have stopped sending them.</remarks>
internal sealed class WatchedWebhookDelay : IWatchedNumberSource
{
    /// <summary>More slow events are not counted, so that a preview stays fast.</summary>
    private const int MaxPeriods = 20_000;

    private static readonly WatchedNumber s_delay = new("webhook_delay", "Payment webhook delay", "s", "Stripe");

    public IReadOnlyList<WatchedNumber> Numbers { get; } = [s_delay];

    /// <remarks>Replayed events are left out, because their time of processing is that of the replay. At most 1,000 events are read.</remarks>
    public async Task<IReadOnlyList<NumberReading>> Read(IReadOnlyCollection<string> keys, DateTimeOffset now, UnitOfWork work)
    {
        var delay = await work.One<DelayRow>(
            """
            with recent as (
              select e.processed_at, e.received_at, greatest(0, extract(epoch from e.processed_at - e.created_at))::double precision as seconds
                from stripe.events e
               where e.tenant_id = 'tnt_platform' and e.mode = 'live' and e.received_at > @now - interval '24 hours'
                 and e.state = 'processed' and e.processed_at is not null and e.replayed_by is null
               order by e.received_at desc, e.event_id desc
               limit 1000)
            select (select max(r.seconds) from recent r where r.processed_at > @now - interval '15 minutes') as recent_seconds,
                   (select r.seconds from recent r order by r.processed_at desc limit 1) as last_seconds,
                   (select max(r.received_at) from recent r) as received_at,
                   (select extract(epoch from @now - min(e.created_at))::double precision from stripe.events e
                     where e.tenant_id = 'tnt_platform' and e.mode = 'live' and e.state = 'pending' and e.replayed_by is null) as pending_seconds
            """,
            new { now }
        );
        if (delay is null)
            return [];
        if (delay.RecentSeconds is not null || delay.PendingSeconds is not null)
            return [Reading(Math.Max(delay.RecentSeconds ?? 0, delay.PendingSeconds ?? 0), now, isFresh: true)];
        return delay is { LastSeconds: { } seconds, ReceivedAt: { } receivedAt } ? [Reading(seconds, receivedAt, isFresh: false)] : [];
    }

    public async Task<IReadOnlyList<NumberPeriod>?> FindPast(NumberCondition condition, DateTimeOffset since, UnitOfWork work)
    {
        if (!condition.IsAbove)
            return null; // between two events, the delay is unknown
        var found = await work.List<NumberPeriod>(
            """
            select null::text as service, null::text as replica, e.created_at + make_interval(secs => @seconds) as started_at,
                   e.processed_at + interval '15 minutes' as ended_at
              from stripe.events e
             where e.tenant_id = 'tnt_platform' and e.mode = 'live' and e.received_at >= @since and e.state = 'processed' and e.replayed_by is null
               and e.processed_at > e.created_at + make_interval(secs => @seconds)
             limit @most
            """,
            new
            {
                since,
                seconds = (double)condition.Threshold,
                most = MaxPeriods + 1,
            }
        );
        return found.Count > MaxPeriods ? null : found;
    }

    private static NumberReading Reading(double seconds, DateTimeOffset at, bool isFresh) =>
        new(s_delay.Key, null, null, Math.Round((decimal)seconds, 1), at, isFresh);

    /// <param name="RecentSeconds">Longest delay of an event that was processed in the last 15 minutes; null if there was none.</param>
    /// <param name="LastSeconds">Delay of the event that was processed last; null if there was none in the last day.</param>
    /// <param name="ReceivedAt">When the last event was received; null if there was none in the last day.</param>
    /// <param name="PendingSeconds">Age of the oldest event that is not processed yet; null if there is none.</param>
    private sealed record DelayRow(double? RecentSeconds, double? LastSeconds, DateTimeOffset? ReceivedAt, double? PendingSeconds);
}
