using OwnerConsole.Metrics.Digests;

namespace OwnerConsole.Ui.Charts;

/// <summary>Texts of a metric's digest, the same in the list of metrics and on the overview.</summary>
public static class DigestText
{
    /// <returns>The formatted value; "No data yet" instead of a 0 that nothing was reported for.</returns>
    public static string Value(MetricDigest digest) =>
        digest.Result.Freshness.Cause is not null ? "–"
        : digest.HasData ? NumberText.OnTile(digest.Result, digest.Figure?.Value)
        : "No data yet";

    /// <returns>The unit to show after the number; null when the number already includes it.</returns>
    public static string? Unit(MetricDigest digest) => digest.HasData ? NumberText.UnitOf(digest.Result, digest.Figure?.Value) : null;

    /// <returns>What the value is compared with, as shown after the change.</returns>
    public static string Compared(MetricDigest digest) =>
        digest.Period switch
        {
            DigestPeriod.Now => "in 30 days",
            DigestPeriod.Days30 => "vs. previous 30 days",
            DigestPeriod.Yesterday => "vs. 30 days earlier",
            _ => "now",
        };

    /// <returns>The time that the value covers.</returns>
    public static string Covered(MetricDigest digest) =>
        digest.Period switch
        {
            DigestPeriod.Days30 => "30 days",
            DigestPeriod.Yesterday => "yesterday",
            _ => "now",
        };
}
