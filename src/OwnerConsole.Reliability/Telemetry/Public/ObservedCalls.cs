using OwnerConsole.Data;

namespace OwnerConsole.Reliability.Telemetry.Public;

/// <summary>Calls between two services in the last days, according to traces.</summary>
/// <param name="Service">Service that calls.</param>
/// <param name="Called">Service that is called.</param>
/// <param name="Calls">Number of calls.</param>
/// <param name="LastDay">Last day with a call, in UTC.</param>
public sealed record ObservedCalls(string Service, string Called, long Calls, DateOnly LastDay)
{
    private const int MaxPairs = 1_000;

    /// <param name="since">First day that is counted.</param>
    /// <returns>Pairs of services with calls, the most frequent first, at most a thousand.</returns>
    internal static Task<IReadOnlyList<ObservedCalls>> List(DateOnly since, UnitOfWork work) =>
        work.List<ObservedCalls>(
            $"""
            select service, called, sum(calls)::bigint as calls, max(day) as last_day from telemetry.calls
             where tenant_id = 'tnt_platform' and day >= @since
             group by service, called
             order by sum(calls) desc, service, called
             limit {MaxPairs}
            """,
            new { since }
        );
}
