using OwnerConsole.Data;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Ends open sessions at the owner's limit and marks them as timed out. An end reported later replaces the mark.</summary>
public sealed class SessionTimeouts(Database database)
{
    private const int BatchSize = 2_000;

    /// <returns>True if there may be more to do.</returns>
    public async Task<bool> Close(CancellationToken stop)
    {
        var due = await FindDue(stop);
        if (due.Count == 0)
            return false;
        await using var work = await database.Write(
            WriteOrigin.Intake("sessions.limit"),
            [.. due.Select(openSessionRow => openSessionRow.TenantId).Distinct(StringComparer.Ordinal)],
            stop
        );
        var days = await work.List<ProjectionSql.TenantDay>(
            """
            with closed as (
              update core.sessions s set ended_at = s.started_at + r.session_limit, timed_out = true
                from unnest(@tenants, @sessions) d(tenant_id, session_id), core.reporting r
               where s.tenant_id = d.tenant_id and s.session_id = d.session_id and s.ended_at is null
              returning s.tenant_id, s.started_at, s.ended_at),
            dirt as (
              insert into core.stale_session_buckets (mode, bucket)
              select distinct t.mode, bucket
                from closed c join core.tenants t using (tenant_id)
               cross join lateral generate_series(date_bin('15 minutes', c.ended_at, 'epoch'), least(now(), c.started_at + interval '24 hours'), '15 minutes') bucket
              on conflict do nothing)
            select distinct c.tenant_id, (c.started_at at time zone r.zone)::date as day from closed c cross join core.reporting r
            """,
            new
            {
                tenants = due.Select(openSessionRow => openSessionRow.TenantId).ToArray(),
                sessions = due.Select(openSessionRow => openSessionRow.SessionId).ToArray(),
            }
        );
        await ProjectionSql.RebuildDays(days, (await ReportingSettings.Of(work)).ZoneName, work);
        work.Notify(StatusCounts.CountedChannel);
        await work.Commit();
        return due.Count == BatchSize;
    }

    private async Task<IReadOnlyList<OpenSessionRow>> FindDue(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.List<OpenSessionRow>(
            """
            select s.tenant_id, s.session_id
              from core.sessions s
             where s.ended_at is null and s.started_at < now() - (select session_limit from core.reporting)
             order by s.started_at
             limit @AtOnce
            """,
            new { AtOnce = BatchSize }
        );
    }

    private sealed record OpenSessionRow(string TenantId, string SessionId);
}
