using OwnerConsole.Pure.StatusPages;
using OwnerConsole.Reliability.StatusPages.Pages;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Words for states on the status page, in its emails and in the console.</summary>
internal static class StatusWords
{
    public static string Of(NoticeStatus status) => status is NoticeStatus.InProgress ? "In progress" : status.ToString();

    /// <returns>Start and end of a maintenance in UTC; null for an incident.</returns>
    public static string? Period(DateTimeOffset? startsAt, DateTimeOffset? endsAt) =>
        startsAt is { } start && endsAt is { } end ? $"{PublicLabels.Time(start)} to {PublicLabels.Time(end)}" : null;

    public static string Of(NoticeImpact impact) => impact.ToString();

    public static string Of(ComponentStatus status) =>
        status switch
        {
            ComponentStatus.Operational => "Operational",
            ComponentStatus.UnderMaintenance => "Under maintenance",
            ComponentStatus.DegradedPerformance => "Degraded performance",
            ComponentStatus.PartialOutage => "Partial outage",
            _ => "Major outage",
        };
}
