using OwnerConsole.Data;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Metrics.Catalogue;

/// <summary>Whether the reports of activity are complete enough to conclude from them that a tenant is inactive.</summary>
/// <param name="AreRecent">Whether any live tenant was active in the last 7 days.</param>
/// <param name="GapAt">Number of months of 30 days from now back to the first one without activity of any live tenant; null if the period has none.</param>
public sealed record ActivityReports(bool AreRecent, int? GapAt)
{
    private const int DaysOfMonth = 30;

    /// <summary>
    /// Times in the future are ignored, because otherwise one report of a wrong clock would count as recent for years. Only days with events or sessions
    /// cover the period: when a member was last seen can come from an import.
    /// </summary>
    /// <param name="days">Length of the period.</param>
    /// <param name="work">Can read all tenants.</param>
    public static async Task<ActivityReports> Find(int days, UnitOfWork work) =>
        (
            await work.One<ActivityReports>(
                """
                select (exists (select from core.tenant_summaries p
                                 where p.mode = 'live' and p.last_seen_at > now() - interval '7 days' and p.last_seen_at < now() + interval '1 day')
                        or exists (select from core.tenant_days d join core.tenants t on t.tenant_id = d.tenant_id
                                    where t.mode = 'live' and d.day > today.day - 7 and d.day <= today.day + 1
                                      and (d.events > 0 or d.sessions > 0))) as are_recent,
                       (select min(n) from generate_series(0, @days / @DaysOfMonth) n
                         where not exists (select from core.tenant_days d join core.tenants t on t.tenant_id = d.tenant_id
                                            where t.mode = 'live' and d.day > today.day - @DaysOfMonth * (n + 1)
                                              and d.day <= today.day - @DaysOfMonth * n + case n when 0 then 1 else 0 end
                                              and (d.events > 0 or d.sessions > 0))) as gap_at
                  from (select (now() at time zone 'UTC')::date as day) today
                """,
                new { days, DaysOfMonth }
            )
        )!; // without a table, it returns one row

    /// <param name="days">Retention period.</param>
    /// <param name="now">Current time.</param>
    /// <returns>Why no tenant can be called inactive; null if the reports cover the period.</returns>
    public Sentence? FindGap(int days, DateTimeOffset now) =>
        !AreRecent
            ? Sentence.Say(
                $"No tenant was active in the last 7 days, so reports of activity may be missing. No deletion is scheduled until a tenant is active again."
            )
        : GapAt is { } months
            ? Sentence.Say(
                $"Activity has been reported without a gap only since {DateOnly.FromDateTime(now.UtcDateTime.AddDays(-DaysOfMonth * months))}. No deletion is scheduled until reports cover {days:day}."
            )
        : null;
}
