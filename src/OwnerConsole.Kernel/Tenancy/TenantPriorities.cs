using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Stores each tenant's most urgent issue and MRR, so that the directory can sort by them with an index.</summary>
/// <remarks>Issues also appear because time passes, so all tenants are compared after each logged change and every 15 seconds. Only differences are written.</remarks>
public sealed class TenantPriorities(
    IEnumerable<IAttentionSource> sources,
    IEnumerable<TenantMrrStatement> revenue,
    Database database,
    NotificationListener notices,
    ILogger<TenantPriorities> log
) : BackgroundService
{
    /// <summary>Stored urgency of a tenant without issues. It follows all of <see cref="Urgency"/>.</summary>
    public const int None = 3;

    private const int BatchSize = 500;
    private static readonly TimeSpan s_minPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromSeconds(15);

    private readonly string _urgencies = string.Join(" union all ", sources.Select(source => source.UrgentTenants).OfType<string>().Select(sql => $"({sql})"));

    private readonly string? _revenue = revenue.FirstOrDefault()?.Sql;

    /// <summary>Compares all tenants of both modes and stores what changed.</summary>
    /// <remarks>A tenant that is being reported at this moment is skipped until the next time, so that neither waits for the other.</remarks>
    public async Task Update(CancellationToken stop)
    {
        foreach (var mode in Enum.GetValues<Mode>())
        {
            IReadOnlyList<Row> changed;
            do
            {
                await using (var reading = await database.Read(stop))
                    changed = await FindChanged(mode, reading);
            } while (changed.Count > 0 && await Write(changed, stop) == BatchSize);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stop) =>
        Loop.RunForever(() => Look(stop), s_pollInterval, error => log.LogWarning(error, "The order of the directory can't be updated. Retrying."), stop);

    private async Task Look(CancellationToken stop)
    {
        var wake = notices.Next("log_written");
        var startedAt = Stopwatch.GetTimestamp();
        if (!database.DiskSpaceGuard.IsFull)
            await Update(stop);
        var pause = Loop.PauseAfter(Stopwatch.GetElapsedTime(startedAt), s_minPause);
        await NotificationListener.Wait(wake, s_pollInterval, stop);
        await Task.Delay(pause, stop);
    }

    private Task<IReadOnlyList<Row>> FindChanged(Mode mode, UnitOfWork work) =>
        work.List<Row>(
            $"""
            with urgencies as (select u.tenant_id, min(u.urgency) as urgency from ({Or(_urgencies, "urgency")}) u group by 1),
                 revenue as (select r.tenant_id, least(greatest(round(r.mrr), 0), 999999999999999)::bigint as mrr from ({Or(_revenue, "mrr")}) r),
                 found as (select t.tenant_id, t.urgency as old_urgency, t.mrr as old_mrr, coalesce(u.urgency, {None})::int as urgency, coalesce(r.mrr, 0) as mrr
                             from core.tenants t left join urgencies u using (tenant_id) left join revenue r using (tenant_id)
                            where t.mode = @mode)
            select tenant_id, urgency, mrr from found where urgency <> old_urgency or mrr <> old_mrr order by tenant_id limit {BatchSize}
            """,
            new { mode }
        );

    /// <returns>Number of tenants written.</returns>
    private async Task<int> Write(IReadOnlyList<Row> changed, CancellationToken stop)
    {
        var tenants = changed.Select(row => row.TenantId).ToArray();
        await using var work = await database.Write(WriteOrigin.Intake("tenant.priorities"), tenants, stop);
        var written = await work.Execute(
            """
            with free as (select tenant_id from core.tenants where tenant_id = any(@tenants) order by tenant_id for no key update skip locked)
            update core.tenants t set urgency = c.urgency, mrr = c.mrr
              from unnest(@tenants, @urgencies, @mrrs) c(tenant_id, urgency, mrr) join free using (tenant_id)
             where t.tenant_id = c.tenant_id
            """,
            new
            {
                tenants,
                urgencies = changed.Select(row => row.Urgency).ToArray(),
                mrrs = changed.Select(row => row.Mrr).ToArray(),
            }
        );
        await work.Commit();
        return written;
    }

    private static string Or(string? sql, string column) =>
        string.IsNullOrEmpty(sql) ? $"select null::text as tenant_id, null::bigint as {column} where false" : sql;

    private sealed record Row(string TenantId, int Urgency, long Mrr);
}
