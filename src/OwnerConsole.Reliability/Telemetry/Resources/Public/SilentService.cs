using OwnerConsole.Data;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Telemetry.Resources.Public;

/// <summary>A service whose CPU, memory and disk are not current any more, but whose trends are still stored.</summary>
/// <param name="Name">Name of the service.</param>
/// <param name="LastAt">Time of its last value.</param>
public sealed record SilentService(string Name, DateTimeOffset LastAt)
{
    /// <summary>Permission required to see services.</summary>
    internal const string Permission = ServiceRoutes.Read;

    /// <summary>Address of its page.</summary>
    internal string Address => ServiceRoutes.Of(Name);

    /// <returns>Services without values in the last day, and with values in the longest range, by name. At most 500.</returns>
    internal static Task<IReadOnlyList<SilentService>> List(DateTimeOffset now, UnitOfWork work) =>
        work.List<SilentService>(
            """
            select service as name, max(last_at) as last_at
              from telemetry.replicas
             where tenant_id = 'tnt_platform'
             group by service
            having max(last_at) <= @until and max(last_at) >= @since
             order by service
            """,
            new { until = now - ReplicaRows.Forgotten, since = TrendRange.Quarter.Starts(now)[0] }
        );

    /// <returns>Whether a trend of this range has values of the service.</returns>
    internal bool IsWithin(TrendRange range, DateTimeOffset now) => LastAt >= range.Starts(now)[0];
}
