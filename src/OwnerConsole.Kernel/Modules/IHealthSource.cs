using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Reports the health of a part of the console, such as backups, on the Health page.</summary>
public interface IHealthSource
{
    /// <summary>Permission required to see the part.</summary>
    string Permission { get; }

    /// <summary>Position on the page, smallest first.</summary>
    int Order { get; }

    /// <returns>The part's cards; empty if it is optional and not set up.</returns>
    Task<IReadOnlyList<HealthCard>> Find(UnitOfWork work);
}

/// <summary>The state of one part.</summary>
/// <param name="Key">Permanent key, such as backups.</param>
/// <param name="Title">Name of the part.</param>
/// <param name="Summary">What is wrong, or what was checked, in one sentence.</param>
/// <param name="Address">Page with details; null if there is none.</param>
public sealed record HealthCard(string Key, string Title, HealthState State, string Summary, string? Address)
{
    /// <summary>Since when it has this state; null if unknown.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When it was last checked; null if never.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>Duration of the last check in milliseconds; null if none was measured.</summary>
    public int? LatencyMs { get; init; }

    /// <summary>How long its work took in the last 24 hours; null if none was measured.</summary>
    public HealthDurations? Durations { get; init; }

    /// <summary>Calls of the service's API in the last 24 hours; null if there were none.</summary>
    public HealthCalls? Calls { get; init; }
}

/// <summary>How long the work of a part took in the last 24 hours, such as sending an email.</summary>
/// <param name="About">What is measured, such as the time until an email is handed over.</param>
/// <param name="P50Ms">Half of it took at most this many milliseconds.</param>
/// <param name="P95Ms">95% of it took at most this many milliseconds.</param>
public sealed record HealthDurations(string About, int P50Ms, int P95Ms)
{
    /// <returns>Null if nothing was measured.</returns>
    public static HealthDurations? Of(string about, double? p50Ms, double? p95Ms) =>
        p50Ms is { } half && p95Ms is { } most ? new(about, Whole(half), Whole(most)) : null;

    private static int Whole(double ms) => (int)Math.Clamp(Math.Round(ms), 0, int.MaxValue);
}

/// <summary>Calls that the console has made to another service in the last 24 hours.</summary>
/// <param name="Total">Number of all calls.</param>
/// <param name="Failed">Number of calls without an answer, or with an error of the service.</param>
/// <param name="RateLimited">Number of calls that were rejected because there were too many, with status 429.</param>
/// <param name="P50Ms">Half of the answers took at most this many milliseconds; null without an answer.</param>
/// <param name="P95Ms">95% of the answers took at most this many milliseconds; null without an answer.</param>
/// <param name="TrendKey">Key of the trend of the p95, such as stripe_response_p95.</param>
public sealed record HealthCalls(long Total, long Failed, long RateLimited, int? P50Ms, int? P95Ms, string TrendKey);

/// <summary>State of a part or of a probed service, best first.</summary>
public enum HealthState
{
    Up,

    /// <summary>It works, but needs attention: slow, limited, or about to fail.</summary>
    Degraded,

    Down,

    /// <summary>Not checked yet.</summary>
    Unknown,
}
