using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Decides which groups of alerts send a notification. The alerts of a rule are a group.</summary>
public sealed class GroupNotifier(NotificationSender sender, EscalationNotifier escalations, IEnumerable<IChannelPoster> posters)
{
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
        var episodes = (await EpisodeRow.List(work)).ToDictionary(episode => episode.RuleId, StringComparer.Ordinal);
        if (due.Count > 0)
            await Check(due, firing, episodes, now, work);
        await escalations.Check(firing, episodes.Values, now, work);
    }

    /// <param name="episodes">Episodes by rule. Those that start and end are added and removed.</param>
    private async Task Check(
        IReadOnlyList<KeyValuePair<string, AlertGroup>> due,
        IReadOnlyList<AlertRow> firing,
        Dictionary<string, EpisodeRow> episodes,
        DateTimeOffset now,
        UnitOfWork work
    )
    {
        var existing = await AlertDestinations.Find(posters, work);
        var routes = (await AlertRouteTable.Find(work)).Keep(existing);
        var zone = (await ReportingSettings.Of(work)).ZoneName;
        var muted = await AlertMuting.Find(firing, severity => routes.Of(severity).Count > 0 && !routes.IsMuted(severity, now, zone), now, work);
        var firingByRule = firing.ToLookup(alert => alert.RuleId, StringComparer.Ordinal);
        var last = await AlertRow.ListLast([.. due.SelectMany(pair => pair.Value.Notified)], work);
        var lastByRule = last.ToLookup(alert => alert.RuleId, StringComparer.Ordinal);
        foreach (var (rule, group) in due)
        {
            var mine = firingByRule[rule].ToLookup(alert => muted.Contains(alert.Fingerprint));
            var (active, quiet) = (mine[false].ToList(), mine[true].Select(alert => alert.Fingerprint).ToList());
            var notified = group.Notified.ToHashSet(StringComparer.Ordinal);
            var known = lastByRule[rule].Where(alert => notified.Contains(alert.Fingerprint)).ToList(); // the rule is a label, so it is part of the fingerprint
            if (active.Count + quiet.Count + known.Count == 0)
            {
                await GroupRow.Save(rule, AlertGroup.Empty, work); // its alerts were deleted before their end could be sent
                await End(rule, episodes, work);
                continue;
            }
            var severities = (active.Count > 0 ? active : known).Select(alert => alert.Severity).ToList();
            var ending = active.Count == 0 ? episodes.GetValueOrDefault(rule) : null;
            var destinations = severities.Count == 0 ? [] : FindDestinations(routes, severities.Max(), ending, existing);
            // An incident that is over must not stay open in a service until the end of the mute time.
            var endsIncident = quiet.Count == 0 && ending is { Signalled.Count: > 0 };
            // Without a destination the news wait for one, and during a mute time for its end.
            var check = group.Check(
                now,
                [.. active.Select(alert => alert.Fingerprint)],
                quiet,
                isMuteTime: destinations.Count == 0 || (!endsIncident && routes.IsMuted(severities.Max(), now, zone)),
                active.Count > 0 && active.All(alert => alert.IsAcknowledged) ? s_withoutRepeat : GroupTiming.Default
            );
            if (check.Reason is { } reason)
            {
                var resolved = check.Resolved.ToHashSet(StringComparer.Ordinal);
                var notification = new AlertNotification(
                    rule,
                    reason,
                    severities.Max(),
                    active,
                    [.. known.Where(alert => resolved.Contains(alert.Fingerprint))]
                );
                await Send(notification, destinations, hasEnded: check.Group.Notified.Count == 0, existing, episodes, now, work);
            }
            await GroupRow.Save(rule, check.Group, work); // usually one is due
        }
    }

    /// <summary>Sends a notification, and starts, continues or ends the episode of its group.</summary>
    private async Task Send(
        AlertNotification notification,
        IReadOnlyList<AlertRoute> destinations,
        bool hasEnded,
        AlertDestinations existing,
        Dictionary<string, EpisodeRow> episodes,
        DateTimeOffset now,
        UnitOfWork work
    )
    {
        // While only silenced alerts are left, services neither open an incident nor resolve theirs.
        SignalAction? action =
            hasEnded ? SignalAction.Resolve
            : notification.Firing.Count > 0 ? SignalAction.Trigger
            : null;
        var signalled = await sender.Send(notification, destinations, existing.Channels, action, work);
        if (hasEnded)
        {
            await End(notification.RuleId, episodes, work);
            return;
        }
        var before = episodes.GetValueOrDefault(notification.RuleId);
        var after = (before ?? EpisodeRow.Start(notification.RuleId, now)).Add(signalled);
        episodes[notification.RuleId] = after;
        if (after != before)
            await EpisodeRow.Save(after, work);
    }

    private static async Task End(string rule, Dictionary<string, EpisodeRow> episodes, UnitOfWork work)
    {
        if (episodes.Remove(rule))
            await EpisodeRow.End(rule, work);
    }

    /// <param name="ending">Episode whose last alerts are resolved; null otherwise.</param>
    private static IReadOnlyList<AlertRoute> FindDestinations(AlertRouteTable routes, AlertSeverity severity, EpisodeRow? ending, AlertDestinations existing) =>
        [
            .. routes
                .Of(severity)
                .Concat(ending?.FindDestinations(severity).Where(route => existing.Contains(route.Destination)) ?? [])
                .DistinctBy(route => (route.Destination, route.Phone)),
        ];
}
