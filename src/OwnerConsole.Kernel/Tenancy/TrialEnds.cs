using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Stores trial ends set by runs. They apply until the application reports a different end.</summary>
public static class TrialEnds
{
    /// <summary>Effective trial end of a tenant <c>t</c>; null when unknown.</summary>
    public const string CurrentEnd =
        $"coalesce((select d.ends_at from core.trials d where d.tenant_id = t.tenant_id and d.closed_by is null and {IsInEffect}), t.trial_ends_at)";

    /// <summary>Trial end of a tenant <c>t</c> after undoing the last change.</summary>
    public const string EndAfterUndo = $"""
        coalesce((select d.ends_at from core.trials o join core.trials d on d.tenant_id = o.tenant_id and d.closed_by = o.opened_by
                   where o.tenant_id = t.tenant_id and o.closed_by is null and {IsInEffect}), t.trial_ends_at)
        """;

    /// <summary>Revision of a tenant <c>t</c>: increases with each change of its trial and each different reported end.</summary>
    public const string Revision = """
        (coalesce((extract(epoch from t.trial_reported_at) * 1000000)::bigint, 0)
          + (select count(*) + count(d.closed_by) from core.trials d where d.tenant_id = t.tenant_id))
        """;

    private static readonly StateRows Rows = new("core.trials", "tenant_id") { HaveClosedAt = true };

    // The application has not reported a different end since.
    private const string IsInEffect = "d.opened_at > coalesce(t.trial_reported_at, '-infinity')";

    /// <summary>Sets the trial ends of these tenants, replacing earlier ones.</summary>
    /// <param name="days">Number of days that the trial was extended by.</param>
    public static async Task SetTrialEnds(this UnitOfWork work, IReadOnlyList<(string TenantId, DateTimeOffset EndsAt)> trials, int days)
    {
        var tenants = trials.Select(trial => trial.TenantId).ToArray();
        await Rows.Close(tenants, work);
        await work.Execute(
            """
            insert into core.trials (tenant_id, opened_by, days, ends_at, opened_at)
            select s.tenant_id, @run, @days, s.ends_at, clock_timestamp() from unnest(@tenants, @ends) s(tenant_id, ends_at)
            """,
            new
            {
                run = work.RunId,
                days,
                tenants,
                ends = trials.Select(trial => trial.EndsAt.UtcDateTime).ToArray(),
            }
        );
    }

    /// <summary>Reverts trial ends set by <paramref name="undoneRun"/> that are still in effect, and restores the previous ones.</summary>
    /// <returns>Tenants whose trial end was restored.</returns>
    public static async Task<IReadOnlyList<string>> UndoSetTrialEnds(this UnitOfWork work, IReadOnlyList<string> tenants, string undoneRun)
    {
        var restored = await Rows.CloseOpenedBy(
            tenants,
            undoneRun,
            work,
            $"exists (select from core.tenants t, (select this.opened_at) d where t.tenant_id = this.tenant_id and {IsInEffect})"
        );
        await work.Execute(
            $"""
            insert into core.trials (tenant_id, opened_by, days, ends_at, opened_at)
            select d.tenant_id, @run, d.days, d.ends_at, clock_timestamp()
              from core.trials d join core.tenants t on t.tenant_id = d.tenant_id
             where d.tenant_id = any(@restored) and d.closed_by = @undoneRun and {IsInEffect}
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
