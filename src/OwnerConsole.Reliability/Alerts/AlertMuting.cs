using OwnerConsole.Data;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Finds alerts that send no notifications, because they are silenced or a more urgent alert makes them superfluous.</summary>
internal static class AlertMuting
{
    /// <summary>A critical alert about a probe makes less urgent ones about the same probe superfluous.</summary>
    private static readonly Inhibition[] s_inhibitions =
    [
        new([Match("severity", MatchOperator.Is, "critical")], [Match("severity", MatchOperator.Matches, "low|medium|high")], ["probe"]),
    ];

    /// <param name="canNotify">Whether alerts with a severity send notifications now.</param>
    /// <returns>Fingerprints of silenced and inhibited alerts. An alert that sends nothing itself inhibits no other.</returns>
    public static async Task<IReadOnlySet<string>> Find(
        IReadOnlyList<AlertRow> firing,
        Func<AlertSeverity, bool> canNotify,
        DateTimeOffset now,
        UnitOfWork work
    )
    {
        var silences = (await SilenceRow.ListActive(now, work)).Select(silence => silence.Silence).ToList();
        var alerts = firing.Select(alert => (Labels: alert.LabelSet, alert.Severity)).ToList();
        var silenced = alerts
            .Where(alert => silences.Any(silence => silence.Mutes(alert.Labels, now)))
            .Select(alert => alert.Labels.Fingerprint)
            .ToHashSet(StringComparer.Ordinal);
        var notifying = alerts.Select(alert => alert.Severity).Distinct().Where(canNotify).ToHashSet();
        var sources = alerts
            .Where(alert => !silenced.Contains(alert.Labels.Fingerprint) && notifying.Contains(alert.Severity))
            .Select(alert => alert.Labels)
            .ToList();
        var inhibitions = s_inhibitions.Select(inhibition => new InhibitionIndex(inhibition, sources)).ToList();
        silenced.UnionWith(
            alerts.Select(alert => alert.Labels).Where(alert => inhibitions.Any(inhibition => inhibition.Suppresses(alert))).Select(alert => alert.Fingerprint)
        );
        return silenced;
    }

    private static LabelMatcher Match(string label, MatchOperator comparison, string value) => LabelMatcher.Find(label, comparison, value)!; // valid
}
