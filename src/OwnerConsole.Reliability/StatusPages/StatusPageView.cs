using OwnerConsole.Data;
using OwnerConsole.Pure.StatusPages;
using OwnerConsole.Reliability.Probes.Public;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>The status page as returned by the API.</summary>
/// <param name="Settings">Its settings.</param>
/// <param name="Url">Public address; null until the console URL is set.</param>
/// <param name="Subscribers">Number of confirmed email addresses.</param>
/// <param name="Webhooks">Number of confirmed webhooks, also of disabled ones.</param>
/// <param name="Components">Its components in the order of the page.</param>
/// <param name="AcceptsSubscriptions">Whether visitors can subscribe. It needs email and the console URL.</param>
public sealed record StatusPageDetails(
    StatusPageSettings Settings,
    string? Url,
    long Subscribers,
    long Webhooks,
    IReadOnlyList<StatusComponentView> Components,
    bool AcceptsSubscriptions
);

/// <summary>A component of the status page as returned by the API.</summary>
/// <param name="Id">ID of the component.</param>
/// <param name="Name">Name on the page.</param>
/// <param name="Description">What it does; null for no description.</param>
/// <param name="Group">Group that it is listed in; null for none.</param>
/// <param name="Position">Place in the list, smallest first.</param>
/// <param name="ProbeId">Probe whose state sets the status; null for none.</param>
/// <param name="Status">Current status.</param>
/// <param name="IsSetByHand">Whether the team has set the status, so that it doesn't follow the probe.</param>
/// <param name="IsLimited">Whether only some tenants see it, by its own limit or that of its group.</param>
public sealed record StatusComponentView(
    string Id,
    string Name,
    string? Description,
    string? Group,
    int Position,
    string? ProbeId,
    ComponentStatus Status,
    bool IsSetByHand,
    bool IsLimited
)
{
    /// <returns>All components with their current status.</returns>
    internal static async Task<IReadOnlyList<StatusComponentView>> List(DateTimeOffset now, UnitOfWork work)
    {
        var probes = (await ProbeHealth.List(work)).ToDictionary(probe => probe.Id, StringComparer.Ordinal);
        var active = (await StatusNotice.ListSince(now, StatusReader.MaxNotices, work))
            .Where(notice => notice.Kind is NoticeKind.Maintenance && notice.StatusAt(now) is NoticeStatus.InProgress or NoticeStatus.Verifying)
            .SelectMany(notice => notice.Components)
            .ToHashSet(StringComparer.Ordinal);
        var limited = (await StatusLimit.List(work)).Select(limit => limit.ComponentId).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. (await StatusComponent.List(work)).Select(component => new StatusComponentView(
                component.Id,
                component.Name,
                component.Description,
                component.GroupName,
                component.Position,
                component.ProbeId,
                ComponentRule.StatusOf(
                    component.ByHand,
                    active.Contains(component.Id),
                    component.ProbeId is { } probe ? StatusReader.StatusOf(probes.GetValueOrDefault(probe)) : null
                ),
                component.ByHand is not null,
                limited.Contains(component.Id)
            )),
        ];
    }
}

/// <summary>An incident or a maintenance on the status page as returned by the API.</summary>
/// <param name="Id">ID of the notice.</param>
/// <param name="Kind">Whether it is an incident or a maintenance.</param>
/// <param name="Title">What readers notice, or what is changed.</param>
/// <param name="Status">Current status. A maintenance starts and ends at its times.</param>
/// <param name="Impact">How much readers are affected; none for a maintenance.</param>
/// <param name="Components">IDs of the affected components.</param>
/// <param name="IncidentId">Incident of the team that it is about; null for none.</param>
/// <param name="StartsAt">Announced start of a maintenance; null for an incident.</param>
/// <param name="EndsAt">Announced end of a maintenance; null for an incident.</param>
/// <param name="PostedAt">When it was posted.</param>
/// <param name="UpdatedAt">When its last update was posted.</param>
public sealed record StatusNoticeView(
    string Id,
    NoticeKind Kind,
    string Title,
    NoticeStatus Status,
    NoticeImpact Impact,
    IReadOnlyList<string> Components,
    string? IncidentId,
    DateTimeOffset? StartsAt,
    DateTimeOffset? EndsAt,
    DateTimeOffset PostedAt,
    DateTimeOffset UpdatedAt
)
{
    internal static StatusNoticeView Of(StatusNotice notice, DateTimeOffset now) =>
        new(
            notice.Id,
            notice.Kind,
            notice.Title,
            notice.StatusAt(now),
            notice.Impact,
            notice.Components,
            notice.IncidentId,
            notice.StartsAt,
            notice.EndsAt,
            notice.PostedAt,
            notice.UpdatedAt
        );
}

/// <summary>A notice with its updates.</summary>
/// <param name="Notice">The notice.</param>
/// <param name="Updates">Its updates, newest first.</param>
public sealed record StatusNoticeDetails(StatusNoticeView Notice, IReadOnlyList<NoticeUpdate> Updates);
