using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Time from when emails could be sent until the mail server or service accepted them, of the last 1,000 emails of the last 24 hours.</summary>
internal static class EmailDurations
{
    /// <returns>Null if none was accepted.</returns>
    public static async Task<HealthDurations?> Read(DateTimeOffset now, UnitOfWork work)
    {
        var row = await work.One<Row>(
            """
            with recent as (
              select e.tenant_id, e.email_id, e.attempts, greatest(e.created_at, e.due_at) as due_at
                from core.emails e
               where e.created_at > @since and e.state in ('sent', 'delivered', 'complained')
               order by e.created_at desc, e.email_id desc
               limit 1000),
            took as (
              select extract(epoch from a.at - r.due_at)::double precision * 1000 + a.took_ms as ms
                from recent r
                join core.email_attempts a on a.tenant_id = r.tenant_id and a.email_id = r.email_id and a.attempt = r.attempts)
            select percentile_disc(0.5) within group (order by t.ms) as p50_ms, percentile_disc(0.95) within group (order by t.ms) as p95_ms from took t
            """,
            new { since = now.AddDays(-1) }
        );
        return HealthDurations.Of("Time until an email is handed over", row?.P50Ms, row?.P95Ms);
    }

    private sealed record Row(double? P50Ms, double? P95Ms);
}
