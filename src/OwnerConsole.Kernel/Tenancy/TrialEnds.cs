using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>When a trial ends: as a run decided, until the application says another end later than that.</summary>
public static class TrialEnds
{
    /// <summary>Of a tenant <c>t</c>: the end that counts; null when none is known.</summary>
    public const string Now =
        $"coalesce((select d.ends_at from core.trials d where d.tenant_id = t.tenant_id and d.closed_by is null and {Counts}), t.trial_ends_at)";

    /// <summary>Of a tenant <c>t</c>: the end that counts once the last decision is taken back.</summary>
    public const string Before = $"""
        coalesce((select d.ends_at from core.trials o join core.trials d on d.tenant_id = o.tenant_id and d.closed_by = o.opened_by
                   where o.tenant_id = t.tenant_id and o.closed_by is null and {Counts}), t.trial_ends_at)
        """;

    /// <summary>Of a tenant <c>t</c>: grows with every decision and with every other end that the application says.</summary>
    public const string Revision = """
        (coalesce((extract(epoch from t.trial_reported_at) * 1000000)::bigint, 0)
          + (select count(*) + count(d.closed_by) from core.trials d where d.tenant_id = t.tenant_id))
        """;

    // The application has said no other end since.
    private const string Counts = "d.opened_at > coalesce(t.trial_reported_at, '-infinity')";

    /// <summary>Decides the ends of these tenants' trials, in place of what was decided before.</summary>
    /// <param name="days">that were given</param>
    public static Task Open(this Work work, IReadOnlyList<(string TenantId, DateTimeOffset EndsAt)> trials, int days) =>
        work.Do(
            """
            with closed as (
              update core.trials set closed_by = @run, closed_at = clock_timestamp() where tenant_id = any(@tenants) and closed_by is null returning 1)
            insert into core.trials (tenant_id, opened_by, days, ends_at, opened_at)
            select s.tenant_id, @run, @days, s.ends_at, clock_timestamp()
              from unnest(@tenants, @ends) s(tenant_id, ends_at)
             where (select count(*) from closed) >= 0 -- makes the closing happen first
            """,
            new
            {
                run = work.RunId,
                days,
                tenants = trials.Select(trial => trial.TenantId).ToArray(),
                ends = trials.Select(trial => trial.EndsAt.UtcDateTime).ToArray(),
            }
        );

    /// <summary>Closes what <paramref name="undoneRun"/> decided, where it still counts, and brings back the decision before it.</summary>
    /// <returns>the tenants whose trial ends as before</returns>
    public static async Task<IReadOnlyList<string>> TakeBackTrials(this Work work, IReadOnlyList<string> tenants, string undoneRun)
    {
        var restored = await work.List<string>(
            $"""
            update core.trials d
               set closed_by = @run, closed_at = clock_timestamp()
              from core.tenants t
             where t.tenant_id = d.tenant_id and d.tenant_id = any(@tenants) and d.opened_by = @undoneRun and d.closed_by is null and {Counts}
            returning d.tenant_id
            """,
            new
            {
                run = work.RunId,
                tenants,
                undoneRun,
            }
        );
        await work.Do(
            $"""
            insert into core.trials (tenant_id, opened_by, days, ends_at, opened_at)
            select d.tenant_id, @run, d.days, d.ends_at, clock_timestamp()
              from core.trials d join core.tenants t on t.tenant_id = d.tenant_id
             where d.tenant_id = any(@restored) and d.closed_by = @undoneRun and {Counts}
            """,
            new
            {
                run = work.RunId,
                restored,
                undoneRun,
            }
        );
        return restored;
    }
}
