using OwnerConsole.Data;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Probes.Public;

/// <summary>Checks of a probe on a day, for other modules.</summary>
/// <param name="Day">Start of the day (UTC).</param>
/// <param name="Ok">Checks that succeeded.</param>
/// <param name="Failed">Checks that failed.</param>
public sealed record ProbeDay(DateTimeOffset Day, long Ok, long Failed)
{
    /// <returns>The last 90 days by probe, oldest first, including days without checks.</returns>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<ProbeDay>>> List(
        IReadOnlyCollection<string> probes,
        DateTimeOffset now,
        UnitOfWork work
    ) =>
        (await UptimeReader.ListBars(probes, TrendRange.Quarter, now, work)).ToDictionary(
            probe => probe.Key,
            probe => (IReadOnlyList<ProbeDay>)[.. probe.Value.Select(bar => new ProbeDay(bar.At, bar.Ok, bar.Failed))],
            StringComparer.Ordinal
        );
}
