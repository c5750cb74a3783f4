using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Timelines;

namespace OwnerConsole.Trust.Audit;

/// <summary>The health of the audit log: whether it is intact, and whether new entries get their position.</summary>
/// <remarks>Webhooks, alerts and automations read the log in its order, so they wait while positions are missing.</remarks>
internal sealed class LogHealthSource(TimeProvider clock) : IHealthSource
{
    /// <summary>Entries get their position within a second, unless an earlier transaction is still running.</summary>
    private static readonly TimeSpan s_late = TimeSpan.FromMinutes(1),
        s_stopped = TimeSpan.FromMinutes(10);

    public string Permission => LogAddress.Permission;

    public int Order => 25;

    public async Task<IReadOnlyList<HealthCard>> Find(UnitOfWork work)
    {
        var now = clock.GetUtcNow();
        var alert = await LogAlerts.Find(work);
        var since = await FindWaiting(work);
        var (state, summary) =
            alert is not null ? (HealthState.Down, $"The log can't be trusted from position {alert.Pos} on.")
            : since < now - s_stopped ? (HealthState.Down, "New entries don't get their position, so webhooks and alerts wait.")
            : since < now - s_late ? (HealthState.Degraded, "New entries get their position late, so webhooks and alerts are delayed.")
            : (HealthState.Up, "New entries get their position at once.");
        return
        [
            new("audit_log", "Audit log", state, summary, LogAddress.Home)
            {
                Since = alert?.OpenedAt ?? (state is HealthState.Up ? null : since),
                CheckedAt = now,
            },
        ];
    }

    /// <returns>Time of the first entry without a position; null if there is none.</returns>
    private static Task<DateTimeOffset?> FindWaiting(UnitOfWork work) =>
        work.One<DateTimeOffset?>(
            """
            select l.at from core.log l
             where l.xid >= (select s.next_xid from core.sequencer s) and not exists (select from core.log_order o where o.id = l.id)
             order by l.xid, l.id limit 1
            """
        );
}
