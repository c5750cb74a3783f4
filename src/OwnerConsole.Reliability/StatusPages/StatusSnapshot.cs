using System.Text.Json.Serialization;
using OwnerConsole.Pure.StatusPages;
using OwnerConsole.Reliability.Probes.Public;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Everything that the status page shows to the public and to tenants. It is kept in memory and in a file, so that the page is served while the database is down.</summary>
/// <param name="ReadAt">When it was read from the database.</param>
/// <param name="ConsoleUrl">Public address of the console without a trailing slash; null if it is not set. Then there are no subscriptions, and caches store nothing.</param>
/// <param name="Components">In the order of the page.</param>
/// <param name="Notices">Those that have not ended, and those of the last 90 days; at most 100.</param>
/// <param name="CanSendEmail">Whether email is set up.</param>
/// <param name="Limits">Limits of components to some tenants, also of removed components; null for none.</param>
public sealed record StatusSnapshot(
    DateTimeOffset ReadAt,
    StatusPageSettings Page,
    string? ConsoleUrl,
    IReadOnlyList<SnapshotComponent> Components,
    IReadOnlyList<SnapshotNotice> Notices,
    bool CanSendEmail = false,
    IReadOnlyList<ComponentLimit>? Limits = null
)
{
    /// <param name="viewer">A tenant; null for the public.</param>
    /// <returns>The page without the components, and the notices about them alone, that the viewer must not see. All outputs are made from such a page.</returns>
    public StatusSnapshot For(StatusViewer? viewer)
    {
        if (Limits is not { Count: > 0 } limits)
            return this;
        var hidden = StatusViewer.FindHidden(viewer, limits);
        return this with
        {
            Components = [.. Components.Where(component => !hidden.Contains(component.Id))],
            Notices =
            [
                .. Notices
                    .Where(notice => StatusViewer.Sees(notice.Components, hidden))
                    .Select(notice => notice with { Components = [.. notice.Components.Where(id => !hidden.Contains(id))] }),
            ],
            Limits = null,
        };
    }

    /// <summary>Start of links to the page: its own address, or that of the console; null if neither is set.</summary>
    [JsonIgnore]
    public string? Origin => Page.Address ?? ConsoleUrl;

    /// <returns>Whether visitors can subscribe, which needs emails with links.</returns>
    public bool AcceptsSubscriptions() => ConsoleUrl is not null && CanSendEmail;

    /// <returns>Incidents that are not resolved, newest first.</returns>
    public IReadOnlyList<SnapshotNotice> FindUnresolved(DateTimeOffset now) => [.. FindIncidents().Where(notice => !notice.StatusAt(now).IsEnded())];

    /// <returns>Incidents, newest first.</returns>
    public IReadOnlyList<SnapshotNotice> FindIncidents() =>
        [.. Notices.Where(notice => notice.Kind is NoticeKind.Incident).OrderByDescending(notice => notice.PostedAt)];

    /// <returns>Maintenance, the latest start first.</returns>
    public IReadOnlyList<SnapshotNotice> FindMaintenance() =>
        [.. Notices.Where(notice => notice.Kind is NoticeKind.Maintenance).OrderByDescending(notice => notice.StartsAt)];

    /// <returns>Maintenance with one of these statuses, the earliest start first.</returns>
    public IReadOnlyList<SnapshotNotice> FindMaintenance(DateTimeOffset now, params NoticeStatus[] statuses) =>
        [.. FindMaintenance().Where(notice => statuses.Contains(notice.StatusAt(now))).Reverse()];

    /// <returns>Incidents and maintenance that have ended, the latest end first.</returns>
    public IReadOnlyList<SnapshotNotice> FindEnded(DateTimeOffset now) =>
        [.. Notices.Where(notice => notice.StatusAt(now).IsEnded()).OrderByDescending(notice => notice.EndedAt())];

    /// <returns>Names of the components of a notice, without removed ones.</returns>
    public IReadOnlyList<string> NamesOf(SnapshotNotice notice) =>
        [.. notice.Components.Select(id => Components.FirstOrDefault(component => component.Id == id)?.Name).OfType<string>()];

    /// <returns>Current status of a component.</returns>
    public ComponentStatus StatusOf(SnapshotComponent component, DateTimeOffset now) =>
        ComponentRule.StatusOf(
            component.ByHand,
            Notices.Any(notice =>
                notice.Kind is NoticeKind.Maintenance
                && notice.StatusAt(now) is NoticeStatus.InProgress or NoticeStatus.Verifying
                && notice.Components.Contains(component.Id, StringComparer.Ordinal)
            ),
            component.Probed
        );

    /// <returns>State of the whole page.</returns>
    public PageIndicator IndicatorAt(DateTimeOffset now) =>
        PageIndicators.Of(
            [
                .. Components.Select(component => StatusOf(component, now)),
                // A maintenance that names no component is shown as well.
                .. FindMaintenance(now, NoticeStatus.InProgress, NoticeStatus.Verifying).Select(_ => ComponentStatus.UnderMaintenance),
            ],
            [.. FindUnresolved(now).Select(notice => notice.Impact)]
        );

    /// <returns>When a component last changed, also by the start or the end of a maintenance. A status that the team has set doesn't follow those.</returns>
    public DateTimeOffset UpdatedAt(SnapshotComponent component, DateTimeOffset now) =>
        component.ByHand is not null
            ? component.ChangedAt
            : FindMaintenance()
                .Where(notice => notice.StatusAt(now) is not NoticeStatus.Scheduled && notice.Components.Contains(component.Id, StringComparer.Ordinal))
                .Select(notice => notice.UpdatedAt(now))
                .Append(component.ChangedAt)
                .Max();

    /// <returns>When something on the page last changed, as far as it is known.</returns>
    public DateTimeOffset UpdatedAt(DateTimeOffset now) =>
        Components.Select(component => component.ChangedAt).Concat(Notices.Select(notice => notice.UpdatedAt(now))).DefaultIfEmpty(ReadAt).Max();
}

/// <summary>A component on the public page.</summary>
/// <param name="ByHand">Status that the team has set; null to follow the probe.</param>
/// <param name="Probed">Status according to the probe; null without a probe, and while its state is unknown.</param>
/// <param name="ChangedAt">When the component or its status last changed.</param>
/// <param name="Days">Checks of the last 90 days, oldest first; empty without a probe.</param>
public sealed record SnapshotComponent(
    string Id,
    string Name,
    string? Description,
    string? GroupName,
    int Position,
    ComponentStatus? ByHand,
    ComponentStatus? Probed,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    IReadOnlyList<ProbeDay> Days
)
{
    /// <returns>Share of the checks that succeeded in percent, rounded down to two decimals; null if there were none.</returns>
    public decimal? FindUptime() =>
        Days.Sum(day => day.Ok + day.Failed) is var checks and > 0 ? decimal.Floor(Days.Sum(day => day.Ok) * 10_000m / checks) / 100 : null;
}

/// <summary>A notice on the public page.</summary>
/// <param name="Components">IDs of the affected components.</param>
/// <param name="Updates">Newest first; at least one.</param>
public sealed record SnapshotNotice(
    string Id,
    NoticeKind Kind,
    string Title,
    NoticeImpact Impact,
    IReadOnlyList<string> Components,
    DateTimeOffset? StartsAt,
    DateTimeOffset? EndsAt,
    DateTimeOffset PostedAt,
    IReadOnlyList<NoticeUpdate> Updates
)
{
    /// <returns>Current status: a maintenance starts and ends at its times, also while the database is down.</returns>
    public NoticeStatus StatusAt(DateTimeOffset now) =>
        StartsAt is { } startsAt && EndsAt is { } endsAt ? MaintenanceClock.StatusAt(startsAt, endsAt, Updates[0].Status, now) : Updates[0].Status;

    /// <returns>When the last update was posted, or when a maintenance started or ended after it.</returns>
    public DateTimeOffset UpdatedAt(DateTimeOffset now) =>
        StartsAt is { } startsAt && EndsAt is { } endsAt
            ? MaintenanceClock.FindChange(startsAt, endsAt, Updates[0].Status, Updates[0].PostedAt, now)
            : Updates[0].PostedAt;

    /// <returns>When the notice ended: the time of the update that ended it, or the announced end of a maintenance. Only for one that has ended.</returns>
    public DateTimeOffset EndedAt() => Updates[0].Status.IsEnded() ? Updates[0].PostedAt : EndsAt ?? Updates[0].PostedAt;

    /// <returns>When it first had a status; null if it never had it.</returns>
    public DateTimeOffset? FindTimeOf(NoticeStatus status) => Updates.LastOrDefault(update => update.Status == status)?.PostedAt;
}
