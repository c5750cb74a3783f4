using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Reliability.Telemetry;

/// <summary>API calls per minute, error rate, and average and p95 response time of the last five minutes, compared with the same time yesterday.</summary>
internal sealed class RequestNumbers(TimeProvider clock) : IHealthNumberSource
{
    /// <summary>Error rate in percent from which something is wrong.</summary>
    private const decimal HighErrorRate = 5;

    /// <summary>Milliseconds from which people notice that they wait.</summary>
    private const decimal SlowAverage = 500,
        SlowP95 = 1_000;

    private const string HowToSend = "Send traces with OpenTelemetry to see this number.",
        NoRequests = "No requests in the last 5 minutes.";

    public string Permission => ServiceRoutes.Read;

    public int Order => 20;

    public async Task<IReadOnlyList<HealthNumber>> Find(Caller caller, UnitOfWork work)
    {
        var now = clock.GetUtcNow();
        var end = FixedBuckets.StartOf(now, TimeSpan.FromMinutes(1)); // the current minute is incomplete
        var lastAt = await RecentRequests.FindLast(now, work);
        var (recent, yesterday) = (await RecentRequests.Read(end, work), await RecentRequests.Read(end.AddDays(-1), work));
        return [.. Numbers(recent, yesterday, hasCallsToday: lastAt > now.AddDays(-1)).Select(number => Complete(number, recent, lastAt))];
    }

    /// <param name="hasCallsToday">Whether requests were received in the last day, so that no requests now are a value of 0 instead of no data.</param>
    private static HealthNumber[] Numbers(RecentRequests recent, RecentRequests yesterday, bool hasCallsToday)
    {
        return
        [
            new(
                "api_calls",
                "API calls",
                HealthNumberUnit.PerMinute,
                recent.Requests > 0 || hasCallsToday ? recent.PerMinute : null,
                recent.Requests > 0 || hasCallsToday ? HealthNumberState.Ok : HealthNumberState.NoData,
                "Requests that your services answered, per minute.",
                ServiceRoutes.Address
            )
            {
                Previous = yesterday.Requests > 0 ? yesterday.PerMinute : null,
            },
            Low(
                "error_rate",
                "Error rate",
                HealthNumberUnit.Percent,
                "Share of the requests that failed.",
                of => of.ErrorRate,
                HighErrorRate,
                HealthNumberState.High
            ),
            Low(
                "response_average",
                "Average response",
                HealthNumberUnit.Milliseconds,
                "Mean time that requests take.",
                of => of.AverageMs,
                SlowAverage,
                HealthNumberState.Slow
            ),
            Low(
                "response_p95",
                "p95 response",
                HealthNumberUnit.Milliseconds,
                "95% of the requests take at most this long.",
                of => of.P95Ms,
                SlowP95,
                HealthNumberState.Slow
            ),
        ];

        // Numbers that are better when they are lower.
        HealthNumber Low(
            string key,
            string name,
            HealthNumberUnit unit,
            string summary,
            Func<RecentRequests, decimal?> value,
            decimal limit,
            HealthNumberState beyond
        ) =>
            new(key, name, unit, value(recent), State(value(recent), limit, beyond), summary, ServiceRoutes.Address)
            {
                Previous = value(yesterday),
                IsLowerBetter = true,
            };
    }

    private static HealthNumber Complete(HealthNumber number, RecentRequests recent, DateTimeOffset? lastAt) =>
        number with
        {
            LastAt = lastAt,
            Summary =
                lastAt is null ? HowToSend
                : recent.Requests == 0 ? NoRequests
                : number.Summary,
        };

    private static HealthNumberState State(decimal? value, decimal limit, HealthNumberState beyond) =>
        value is not { } number ? HealthNumberState.NoData
        : number >= limit ? beyond
        : HealthNumberState.Ok;
}
