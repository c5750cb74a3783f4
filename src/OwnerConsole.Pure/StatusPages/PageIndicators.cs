namespace OwnerConsole.Pure.StatusPages;

/// <summary>Calculates and describes the state of the whole page.</summary>
public static class PageIndicators
{
    /// <param name="components">Status of each component.</param>
    /// <param name="impacts">Impact of each incident that has not ended.</param>
    /// <returns>The worst of both. None without components and incidents.</returns>
    public static PageIndicator Of(IReadOnlyCollection<ComponentStatus> components, IReadOnlyCollection<NoticeImpact> impacts) =>
        components.Select(OfComponent).Concat(impacts.Select(OfImpact)).DefaultIfEmpty(PageIndicator.None).Max();

    /// <returns>One sentence without a period.</returns>
    public static string Describe(this PageIndicator indicator) =>
        indicator switch
        {
            PageIndicator.None => "All systems operational",
            PageIndicator.Maintenance => "Maintenance in progress",
            PageIndicator.Minor => "Minor problems",
            PageIndicator.Major => "Partial outage",
            _ => "Major outage",
        };

    private static PageIndicator OfComponent(ComponentStatus status) =>
        status switch
        {
            ComponentStatus.Operational => PageIndicator.None,
            ComponentStatus.UnderMaintenance => PageIndicator.Maintenance,
            ComponentStatus.DegradedPerformance => PageIndicator.Minor,
            ComponentStatus.PartialOutage => PageIndicator.Major,
            _ => PageIndicator.Critical,
        };

    private static PageIndicator OfImpact(NoticeImpact impact) =>
        impact switch
        {
            NoticeImpact.None => PageIndicator.None,
            NoticeImpact.Minor => PageIndicator.Minor,
            NoticeImpact.Major => PageIndicator.Major,
            _ => PageIndicator.Critical,
        };
}
