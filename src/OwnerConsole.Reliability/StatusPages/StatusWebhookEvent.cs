using System.Globalization;
using OwnerConsole.Pure.StatusPages;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Something that is sent to webhooks: an update of a notice, or a change of the status of a component.</summary>
/// <param name="Id">ID of the update of a notice. The same for all receivers and attempts.</param>
/// <param name="NoticeId">Null for a component.</param>
/// <param name="ComponentId">Null for a notice.</param>
/// <param name="Before">Earlier status of the component.</param>
/// <param name="After">New status of the component.</param>
internal sealed record StatusWebhookEvent(string Id, string? NoticeId, string? ComponentId, ComponentStatus? Before, ComponentStatus? After, DateTimeOffset At)
{
    public static StatusWebhookEvent OfNotice(string noticeId, string updateId, DateTimeOffset at) => new(updateId, noticeId, null, null, null, at);

    /// <returns>Whether it is an update of the notice that was not undone.</returns>
    public bool IsUpdateOf(SnapshotNotice notice) => notice.Id == NoticeId && notice.Updates.Any(update => update.Id == Id);

    public static StatusWebhookEvent OfComponent(string componentId, ComponentStatus before, ComponentStatus after, DateTimeOffset at) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{componentId}_{at.ToUnixTimeMilliseconds()}"), null, componentId, before, after, at);
}
