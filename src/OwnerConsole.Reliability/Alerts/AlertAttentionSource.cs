using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Lists firing alerts that no one has acknowledged under "Needs attention".</summary>
internal sealed class AlertAttentionSource : IAttentionSource
{
    public string Permission => AlertPageRoutes.Read;

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work) =>
        AttentionList.Of([
            .. (await AlertView.ListUrgent(AlertPageRoutes.MaxShown, work))
                .Where(alert => alert is { Phase: AlertPhase.Firing, IsAcknowledged: false } && alert.Severity >= AlertSeverity.High)
                .Select(alert => new AttentionItem(
                    alert.Severity is AlertSeverity.Critical ? Urgency.Now : Urgency.Today,
                    $"{alert.Name}: {alert.Message}",
                    AlertPageRoutes.Of(alert.Id),
                    "View alert",
                    Since: alert.FiredAt
                )),
        ]);
}
