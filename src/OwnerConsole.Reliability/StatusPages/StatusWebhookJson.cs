using OwnerConsole.Data;
using OwnerConsole.Pure.StatusPages;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Bodies of webhooks in the form that Statuspage sends to its subscribers, so that programs that receive those can receive these.</summary>
internal static class StatusWebhookJson
{
    /// <param name="page">The page as the subscriber sees it.</param>
    /// <returns>The body; null if the page doesn't show what happened.</returns>
    public static object? Write(StatusSnapshot page, StatusWebhookEvent happened, string unsubscribeUrl, DateTimeOffset now) =>
        happened.ComponentId is { } id
            ? page.Components.FirstOrDefault(listed => listed.Id == id) is { } component
                ? ComponentUpdate(page, component, happened, unsubscribeUrl, now)
                : null
            : page.Notices.FirstOrDefault(happened.IsUpdateOf) is { } notice
                ? new
                {
                    Meta = Meta(page, unsubscribeUrl, now),
                    Page = Page(page, now),
                    Incident = StatusJson.Notice(page, notice, now),
                }
                : null;

    private static object ComponentUpdate(
        StatusSnapshot page,
        SnapshotComponent component,
        StatusWebhookEvent happened,
        string unsubscribeUrl,
        DateTimeOffset now
    ) =>
        new
        {
            Meta = Meta(page, unsubscribeUrl, now),
            Page = Page(page, now),
            ComponentUpdate = new
            {
                happened.Id,
                ComponentId = component.Id,
                OldStatus = happened.Before?.ToText(),
                NewStatus = happened.After?.ToText(),
                CreatedAt = happened.At,
            },
            Component = new
            {
                component.Id,
                component.Name,
                Status = page.StatusOf(component, now).ToText(),
                component.CreatedAt,
            },
        };

    private static object Meta(StatusSnapshot page, string unsubscribeUrl, DateTimeOffset now) =>
        new
        {
            Unsubscribe = unsubscribeUrl,
            Documentation = $"{page.Origin}{StatusRoutes.Address}",
            GeneratedAt = now,
        };

    private static object Page(StatusSnapshot page, DateTimeOffset now)
    {
        var indicator = page.IndicatorAt(now);
        return new
        {
            Id = StatusJson.PageId,
            StatusIndicator = indicator.ToText(),
            StatusDescription = indicator.Describe(),
        };
    }
}
