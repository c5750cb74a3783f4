using OwnerConsole.Pure.Periods;
using OwnerConsole.Reliability.Telemetry.Traffic.Public;

namespace OwnerConsole.Reliability.Probes;

/// <summary>How numbers of the owner's application have changed.</summary>
/// <param name="Range">Period of the trends.</param>
/// <param name="Trends">Trends of the numbers that the caller can read. Numbers without any values so far are left out, such as those of requests until there are any.</param>
public sealed record HealthTrends(TrendRange Range, IReadOnlyList<HealthTrend> Trends);

/// <summary>How a number has changed.</summary>
/// <param name="Key">Key of the number, such as error_rate.</param>
/// <param name="Points">Values in the unit of the number, oldest first.</param>
public sealed record HealthTrend(string Key, IReadOnlyList<NumberPoint> Points);
