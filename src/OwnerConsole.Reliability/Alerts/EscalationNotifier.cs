using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Notifies further destinations of alerts that no one has acknowledged in time, and services for incidents of acknowledgements.</summary>
/// <remarks>What is due follows from stored rows alone, so that a restart, an undone acknowledgement and changed routes need no special treatment.</remarks>
public sealed class EscalationNotifier(NotificationSender sender, IEnumerable<IChannelPoster> posters)
{
    /// <param name="firing">All firing alerts.</param>
    /// <param name="episodes">All episodes that have not ended.</param>
    internal async Task Check(IReadOnlyList<AlertRow> firing, IReadOnlyCollection<EpisodeRow> episodes, DateTimeOffset now, UnitOfWork work)
    {
        if (episodes.Count == 0)
            return;
        var table = await AlertRouteTable.Find(work);
        var firingByRule = firing.ToLookup(alert => alert.RuleId, StringComparer.Ordinal);
        var due = episodes
            .Select(episode => (Episode: episode, Alerts: (IReadOnlyList<AlertRow>)[.. firingByRule[episode.RuleId]]))
            .Where(group => IsAcknowledgementNew(group.Episode, group.Alerts) || FindDue(table, group.Episode, group.Alerts, now).Count > 0)
            .ToList();
        if (due.Count == 0)
            return;
        var existing = await AlertDestinations.Find(posters, work);
        var usable = table.Keep(existing);
        var zone = (await ReportingSettings.Of(work)).ZoneName;
        var muted = await AlertMuting.Find(firing, CanNotify, now, work);
        foreach (var (episode, alerts) in due) // a few
        {
            var after = await Acknowledge(episode, alerts, existing, now, work);
            var waiting = alerts.Where(alert => !muted.Contains(alert.Fingerprint) && !usable.IsMuted(alert.Severity, now, zone)).ToList();
            after = await Escalate(after, waiting, FindDue(usable, after, waiting, now), existing, now, work);
            if (after != episode)
                await EpisodeRow.Save(after, work);
        }

        bool CanNotify(AlertSeverity severity) => usable.Of(severity).Count > 0 && !usable.IsMuted(severity, now, zone);
    }

    /// <summary>Whether all alerts are acknowledged since the last check, or one is not any more.</summary>
    private static bool IsAcknowledgementNew(EpisodeRow episode, IReadOnlyList<AlertRow> alerts) =>
        alerts.Count > 0 && alerts.All(alert => alert.IsAcknowledged) == (episode.AcknowledgedAt is null);

    /// <returns>Steps of the next level that is due. A later one waits until this one had its time.</returns>
    private static IReadOnlyList<EscalationStep> FindDue(AlertRouteTable table, EpisodeRow episode, IReadOnlyList<AlertRow> alerts, DateTimeOffset now)
    {
        var waiting = alerts.Where(alert => !alert.IsAcknowledged).ToList();
        if (waiting.Count == 0)
            return [];
        var severity = waiting.Max(alert => alert.Severity);
        var fired = waiting.Select(alert => alert.FiredAt ?? now).ToList();
        var pending = table.Steps.Where(step => step.Severity == severity && !episode.Escalated.Contains(step)).ToList();
        if (pending.Count == 0)
            return [];
        var next = pending.Min(step => step.After);
        var last = episode.Escalated.Where(step => step.Severity == severity).Select(step => (TimeSpan?)step.After).Max();
        return Escalation.IsDue(next, episode.StartedAt, fired, now) && Escalation.HasWaited(next, last, episode.EscalatedAt, now)
            ? [.. pending.Where(step => step.After == next)]
            : [];
    }

    /// <summary>Services can't withdraw an acknowledgement, so an undone one sends nothing.</summary>
    private async Task<EpisodeRow> Acknowledge(
        EpisodeRow episode,
        IReadOnlyList<AlertRow> alerts,
        AlertDestinations existing,
        DateTimeOffset now,
        UnitOfWork work
    )
    {
        if (!IsAcknowledgementNew(episode, alerts))
            return episode;
        if (episode.AcknowledgedAt is not null)
            return episode with { AcknowledgedAt = null };
        var severity = alerts.Max(alert => alert.Severity);
        var notification = new AlertNotification(episode.RuleId, NotificationReason.Repeat, severity, alerts, [])
        {
            Kind = AlertNotificationKind.Acknowledgement,
        };
        var routes = episode.Signalled.Select(channel => new AlertRoute(severity, channel)).Where(route => existing.Contains(route.Destination)).ToList();
        await sender.Send(notification, routes, existing.Channels, SignalAction.Acknowledge, work);
        return episode with { AcknowledgedAt = now };
    }

    private async Task<EpisodeRow> Escalate(
        EpisodeRow episode,
        IReadOnlyList<AlertRow> alerts,
        IReadOnlyList<EscalationStep> steps,
        AlertDestinations existing,
        DateTimeOffset now,
        UnitOfWork work
    )
    {
        var waiting = alerts.Where(alert => !alert.IsAcknowledged).ToList();
        foreach (var step in steps) // usually one
        {
            var notification = new AlertNotification(episode.RuleId, NotificationReason.Repeat, step.Severity, waiting, [])
            {
                Kind = AlertNotificationKind.Escalation,
                AfterMinutes = step.AfterMinutes,
            };
            var signalled = await sender.Send(notification, [step.Route], existing.Channels, SignalAction.Trigger, work);
            episode = episode.Add(signalled) with { Escalated = [.. episode.Escalated, step], EscalatedAt = now };
        }
        return episode;
    }
}
