using System.Globalization;
using OwnerConsole.Pure.StatusPages;

namespace OwnerConsole.Reliability.StatusPages.Pages;

/// <summary>Times and classes of the public page.</summary>
internal static class PublicLabels
{
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    public static string Month(DateTimeOffset at) => at.UtcDateTime.ToString("MMMM yyyy", CultureInfo.InvariantCulture);

    public static string Tone(PageIndicator indicator) =>
        indicator switch
        {
            PageIndicator.None => "good",
            PageIndicator.Maintenance => "info",
            PageIndicator.Minor => "soon",
            _ => "bad",
        };

    public static string Tone(ComponentStatus status) =>
        status switch
        {
            ComponentStatus.Operational => "good",
            ComponentStatus.UnderMaintenance => "info",
            ComponentStatus.DegradedPerformance => "soon",
            _ => "bad",
        };

    public static string Tone(SnapshotNotice notice, DateTimeOffset now) =>
        notice.StatusAt(now).IsEnded() ? "good"
        : notice.Kind is NoticeKind.Maintenance ? "info"
        : notice.Impact is NoticeImpact.Major or NoticeImpact.Critical ? "bad"
        : "soon";
}
