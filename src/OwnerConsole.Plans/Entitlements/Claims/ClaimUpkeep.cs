using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Plans.Entitlements.Late;

namespace OwnerConsole.Plans.Entitlements.Claims;

/// <summary>Deletes old data of limits: claim keys after 32 days, adjustments after 400 days, and after 90 days closed reservations, thresholds
/// of ended periods, closed blocks and counts of refusals. Also deletes unique ids of ended periods. Usage itself is kept.</summary>
public sealed class ClaimUpkeep(Database database) : IWorkHandler
{
    /// <summary>Tenants cleaned up in one transaction.</summary>
    private const int AtOnce = 100;

    private const string IsOld = "at < now() - interval '32 days'",
        Over = "period_end < now() - interval '90 days'",
        Freed = "closed_at < now() - interval '90 days'",
        Refused = "minute < now() - interval '90 days'",
        Explained = "at < now() - interval '400 days'",
        Counted =
            $"""
                period_start > '1970-01-01Z' and not exists (
                  select from entitlements.usage u
                   where u.tenant_id = s.tenant_id and u.feature = s.feature and u.period_start = s.period_start and now() < u.period_end + {CountingPeriod.GracePeriodSql})
                """,
        Closed = "opened_at < now() - interval '90 days' and state <> 'held'";

    public string Name => "claims.upkeep";

    public string Title => "Delete old usage records";

    public TimeSpan? Interval => TimeSpan.FromHours(1);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        IReadOnlyList<string> tenants;
        await using (var reading = await database.Read(stop))
            tenants = await reading.List<string>(
                $"""
                select tenant_id from (select tenant_id from entitlements.claims where {IsOld} union select tenant_id from entitlements.reservations where {Closed}
                   union select tenant_id from entitlements.thresholds where {Over} union select tenant_id from entitlements.blocks where {Freed}
                   union select tenant_id from entitlements.adjustments where {Explained} union select tenant_id from entitlements.refusals where {Refused} union select tenant_id from entitlements.slots s where {Counted}) old
                 order by tenant_id limit @AtOnce
                """,
                new { AtOnce }
            );
        if (tenants.Count == 0)
            return WorkOutcome.Completed;
        await using var work = await database.Write(WriteOrigin.Intake("claims.upkeep"), tenants, stop);
        await work.Execute($"delete from entitlements.claims where tenant_id = any(@tenants) and {IsOld}", new { tenants });
        await work.Execute($"delete from entitlements.reservations where tenant_id = any(@tenants) and {Closed}", new { tenants });
        await work.Execute($"delete from entitlements.slots s where tenant_id = any(@tenants) and {Counted}", new { tenants });
        await work.Execute($"delete from entitlements.adjustments where tenant_id = any(@tenants) and {Explained}", new { tenants });
        await work.Execute($"delete from entitlements.thresholds where tenant_id = any(@tenants) and {Over}", new { tenants });
        await work.Execute($"delete from entitlements.blocks where tenant_id = any(@tenants) and {Freed}", new { tenants });
        await work.Execute($"delete from entitlements.refusals where tenant_id = any(@tenants) and {Refused}", new { tenants });
        await work.Commit();
        return tenants.Count == AtOnce ? WorkOutcome.Reschedule(TimeSpan.Zero) : WorkOutcome.Completed;
    }
}
