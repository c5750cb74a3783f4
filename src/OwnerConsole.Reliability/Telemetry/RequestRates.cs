namespace OwnerConsole.Reliability.Telemetry;

/// <summary>Rates of summed requests.</summary>
internal static class RequestRates
{
    /// <returns>In percent; null if there were no requests.</returns>
    public static decimal? ErrorRate(long requests, long failed) => requests == 0 ? null : Math.Round(100m * failed / requests, 2);

    /// <param name="durationMs">Sum of the durations.</param>
    /// <returns>In milliseconds; null if there were no requests.</returns>
    public static decimal? AverageMs(long requests, double durationMs) =>
        requests == 0 ? null : (decimal)Math.Min(int.MaxValue, Math.Round(durationMs / requests));
}
