using OwnerConsole.Data;
using OwnerConsole.Pure.StatusPages;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>The public page as JSON in the form of Statuspage's public API, so that programs that read such pages can read this one.</summary>
internal static class StatusJson
{
    internal const string PageId = "status";

    public static object Summary(StatusSnapshot snapshot, DateTimeOffset now) =>
        new
        {
            Page = Page(snapshot, now),
            Components = ListComponents(snapshot, now),
            Incidents = List(snapshot, snapshot.FindUnresolved(now), now),
            ScheduledMaintenances = List(snapshot, snapshot.FindMaintenance(now, NoticeStatus.Scheduled, NoticeStatus.InProgress, NoticeStatus.Verifying), now),
            Status = Status(snapshot, now),
        };

    public static object StatusOnly(StatusSnapshot snapshot, DateTimeOffset now) => new { Page = Page(snapshot, now), Status = Status(snapshot, now) };

    public static object ComponentsOnly(StatusSnapshot snapshot, DateTimeOffset now) =>
        new { Page = Page(snapshot, now), Components = ListComponents(snapshot, now) };

    public static object Incidents(StatusSnapshot snapshot, IReadOnlyList<SnapshotNotice> notices, DateTimeOffset now) =>
        new { Page = Page(snapshot, now), Incidents = List(snapshot, notices, now) };

    public static object Maintenance(StatusSnapshot snapshot, IReadOnlyList<SnapshotNotice> notices, DateTimeOffset now) =>
        new { Page = Page(snapshot, now), ScheduledMaintenances = List(snapshot, notices, now) };

    private static object Page(StatusSnapshot snapshot, DateTimeOffset now) =>
        new
        {
            Id = PageId,
            snapshot.Page.Name,
            Url = UrlOf(snapshot),
            TimeZone = "Etc/UTC",
            UpdatedAt = snapshot.UpdatedAt(now),
        };

    private static object Status(StatusSnapshot snapshot, DateTimeOffset now)
    {
        var indicator = snapshot.IndicatorAt(now);
        return new { Indicator = indicator.ToText(), Description = indicator.Describe() };
    }

    private static IReadOnlyList<object> ListComponents(StatusSnapshot snapshot, DateTimeOffset now) =>
        [.. snapshot.Components.Select((component, index) => Component(snapshot, component, index + 1, now))];

    /// <summary>Groups are not components of their own: each component names its group in an additional field.</summary>
    private static object Component(StatusSnapshot snapshot, SnapshotComponent component, int position, DateTimeOffset now) =>
        new
        {
            component.Id,
            component.Name,
            Status = snapshot.StatusOf(component, now).ToText(),
            component.CreatedAt,
            UpdatedAt = snapshot.UpdatedAt(component, now),
            Position = position,
            component.Description,
            Showcase = component.Days.Count > 0,
            StartDate = (string?)null,
            GroupId = (string?)null,
            component.GroupName,
            PageId,
            Group = false,
            OnlyShowIfDegraded = false,
        };

    private static IReadOnlyList<object> List(StatusSnapshot snapshot, IReadOnlyList<SnapshotNotice> notices, DateTimeOffset now) =>
        [.. notices.Select(notice => Notice(snapshot, notice, now))];

    internal static object Notice(StatusSnapshot snapshot, SnapshotNotice notice, DateTimeOffset now) =>
        new
        {
            notice.Id,
            Name = notice.Title,
            Status = notice.StatusAt(now).ToText(),
            CreatedAt = notice.PostedAt,
            UpdatedAt = notice.UpdatedAt(now),
            MonitoringAt = notice.FindTimeOf(NoticeStatus.Monitoring),
            ResolvedAt = notice.StatusAt(now).IsEnded() ? EndOf(notice) : null,
            Impact = notice.Kind is NoticeKind.Maintenance ? "maintenance" : notice.Impact.ToText(),
            Shortlink = $"{UrlOf(snapshot)}#{notice.Id}",
            StartedAt = notice.StartsAt ?? notice.PostedAt,
            PageId,
            IncidentUpdates = notice
                .Updates.Select(update => new
                {
                    update.Id,
                    Status = update.Status.ToText(),
                    update.Body,
                    IncidentId = notice.Id,
                    CreatedAt = update.PostedAt,
                    UpdatedAt = update.PostedAt,
                    DisplayAt = update.PostedAt,
                })
                .ToList(),
            Components = snapshot
                .Components.Select((component, index) => (component, index))
                .Where(listed => notice.Components.Contains(listed.component.Id, StringComparer.Ordinal))
                .Select(listed => Component(snapshot, listed.component, listed.index + 1, now))
                .ToList(),
            ScheduledFor = notice.StartsAt,
            ScheduledUntil = notice.EndsAt,
        };

    private static DateTimeOffset? EndOf(SnapshotNotice notice) =>
        notice.FindTimeOf(NoticeStatus.Resolved) ?? notice.FindTimeOf(NoticeStatus.Completed) ?? notice.EndsAt;

    /// <summary>The address of the request is not used, because shared caches would return it to others.</summary>
    private static string UrlOf(StatusSnapshot snapshot) => $"{snapshot.Origin}{StatusRoutes.Address}";
}
