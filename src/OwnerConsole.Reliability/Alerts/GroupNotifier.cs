using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Decides which groups of alerts send a notification. The alerts of a rule are a group.</summary>
public sealed class GroupNotifier(NotificationSender sender, IEnumerable<IChannelPoster> posters)
{
    /// <summary>A critical alert about a probe makes less urgent ones about the same probe superfluous.</summary>
    private static readonly Inhibition[] s_inhibitions =
    [
        new([Match("severity", MatchOperator.Is, "critical")], [Match("severity", MatchOperator.Matches, "low|medium|high")], ["probe"]),
    ];

    /// <summary>Timing of groups whose alerts are all acknowledged.</summary>
    private static readonly GroupTiming s_withoutRepeat = GroupTiming.Default with { Repeat = TimeSpan.MaxValue };

    /// <param name="alerts">All open alerts, and those that were resolved just now.</param>
    internal async Task Notify(IReadOnlyList<AlertRow> alerts, DateTimeOffset now, UnitOfWork work)
    {
        var firing = alerts.Where(alert => alert.IsFiring).ToList();
        var stored = await GroupRow.List([.. firing.Select(alert => alert.RuleId).Distinct(StringComparer.Ordinal)], work);
        var groups = firing
            .GroupBy(alert => alert.RuleId, StringComparer.Ordinal)
            .ToDictionary(
                rule => rule.Key,
                rule => stored.GetValueOrDefault(rule.Key, AlertGroup.Empty).Add(rule.Min(alert => alert.FiredAt) ?? now, GroupTiming.Default),
                StringComparer.Ordinal
            );
        foreach (var (rule, group) in stored)
            groups.TryAdd(rule, group);
        foreach (var (rule, group) in groups.Where(pair => pair.Value != stored.GetValueOrDefault(pair.Key)))
            await GroupRow.Save(rule, group, work); // a few start at once
        var due = groups.Where(pair => pair.Value.CheckAt <= now).ToList();
        if (due.Count > 0)
            await Check(due, firing, now, work);
    }

    private async Task Check(IReadOnlyList<KeyValuePair<string, AlertGroup>> due, IReadOnlyList<AlertRow> firing, DateTimeOffset now, UnitOfWork work)
    {
        var routes = await FindUsable(work);
        var zone = (await ReportingSettings.Of(work)).ZoneName;
        var muted = await FindMuted(firing, severity => routes.Of(severity).Count > 0 && !routes.IsMuted(severity, now, zone), now, work);
        var last = await AlertRow.ListLast([.. due.SelectMany(pair => pair.Value.Notified)], work);
        foreach (var (rule, group) in due)
        {
            var mine = firing.Where(alert => alert.RuleId == rule).ToLookup(alert => muted.Contains(alert.Fingerprint));
            var (active, quiet) = (mine[false].ToList(), mine[true].Select(alert => alert.Fingerprint).ToList());
            var known = last.Where(alert => group.Notified.Contains(alert.Fingerprint)).ToList();
            if (active.Count + quiet.Count + known.Count == 0)
            {
                await GroupRow.Save(rule, AlertGroup.Empty, work); // its alerts were deleted before their end could be sent
                continue;
            }
            var severities = (active.Count > 0 ? active : known).Select(alert => alert.Severity).ToList();
            var destinations = severities.Count == 0 ? [] : routes.Of(severities.Max());
            // Without a destination the news wait for one, and during a mute time for its end.
            var check = group.Check(
                now,
                [.. active.Select(alert => alert.Fingerprint)],
                quiet,
                isMuteTime: destinations.Count == 0 || routes.IsMuted(severities.Max(), now, zone),
                active.Count > 0 && active.All(alert => alert.IsAcknowledged) ? s_withoutRepeat : GroupTiming.Default
            );
            if (check.Reason is { } reason)
                await sender.Send(
                    new(rule, reason, severities.Max(), active, [.. known.Where(alert => check.Resolved.Contains(alert.Fingerprint))]),
                    destinations,
                    work
                );
            await GroupRow.Save(rule, check.Group, work); // usually one is due
        }
    }

    /// <returns>Routes to destinations that still exist.</returns>
    private async Task<AlertRouteTable> FindUsable(UnitOfWork work)
    {
        var (table, destinations) = (await AlertRouteTable.Find(work), await AlertDestinations.Find(posters, work));
        return table with { Routes = [.. table.Routes.Where(route => destinations.Contains(route.Destination))] };
    }

    /// <param name="canNotify">Whether alerts with a severity send notifications now.</param>
    /// <returns>Fingerprints of silenced and inhibited alerts. An alert that sends nothing itself inhibits no other.</returns>
    private static async Task<IReadOnlySet<string>> FindMuted(
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
        var sources = alerts.Where(alert => !silenced.Contains(alert.Labels.Fingerprint) && canNotify(alert.Severity)).Select(alert => alert.Labels).ToList();
        silenced.UnionWith(
            alerts
                .Select(alert => alert.Labels)
                .Where(alert => s_inhibitions.Any(inhibition => inhibition.Suppresses(alert, sources)))
                .Select(alert => alert.Fingerprint)
        );
        return silenced;
    }

    private static LabelMatcher Match(string label, MatchOperator comparison, string value) => LabelMatcher.Find(label, comparison, value)!; // valid
}
