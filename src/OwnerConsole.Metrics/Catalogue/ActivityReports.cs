using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Metrics.Catalogue;

/// <summary>Whether the reports of activity are complete enough to conclude from them that a tenant is inactive.</summary>
/// <param name="AreRecent">Whether any live tenant was active in the last 7 days.</param>
/// <param name="Since">First reported activity of a live tenant; null if there is none.</param>
public sealed record ActivityReports(bool AreRecent, DateTimeOffset? Since)
{
    /// <summary>Times in the future are ignored, because otherwise one report of a wrong clock would count as recent for years.</summary>
    public static async Task<ActivityReports> Find(UnitOfWork work) =>
        (
            await work.One<ActivityReports>(
                """
                select (exists (select from core.tenant_summaries p
                                 where p.mode = 'live' and p.last_seen_at > now() - interval '7 days' and p.last_seen_at < now() + interval '1 day')
                        or exists (select from core.tenant_days d join core.tenants t on t.tenant_id = d.tenant_id
                                    where t.mode = 'live' and d.day > (now() at time zone 'UTC')::date - 7 and d.day <= (now() at time zone 'UTC')::date + 1
                                      and (d.events > 0 or d.sessions > 0))) as are_recent,
                       least((select min(p.last_seen_at) from core.tenant_summaries p where p.mode = 'live' and p.last_seen_at > '-infinity'),
                             (select d.day from core.tenant_days d join core.tenants t on t.tenant_id = d.tenant_id
                               where t.mode = 'live' order by d.day limit 1)::timestamp at time zone 'UTC') as since
                """
            )
        )!; // without a table, it returns one row

    /// <param name="days">Retention period.</param>
    /// <param name="now">Current time.</param>
    /// <returns>Why no tenant can be called inactive; null if the reports cover the period.</returns>
    public Sentence? FindGap(int days, DateTimeOffset now) =>
        !AreRecent || Since is not { } since
            ? Sentence.Say(
                $"No tenant was active in the last 7 days, so reports of activity may be missing. No deletion is scheduled until a tenant is active again."
            )
        : since > now - TimeSpan.FromDays(days)
            ? Sentence.Say(
                $"Activity has been reported only since {DateOnly.FromDateTime(since.UtcDateTime)}. No deletion is scheduled until reports cover {days:day}."
            )
        : null;
}
