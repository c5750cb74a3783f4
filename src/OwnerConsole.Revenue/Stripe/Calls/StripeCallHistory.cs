using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Histograms;

namespace OwnerConsole.Revenue.Stripe.Calls;

/// <summary>Reads how long calls of Stripe's API took in live mode, from the stored hours.</summary>
internal static class StripeCallHistory
{
    /// <returns>Calls of the last 24 hours, from at most 24 stored hours; null without calls.</returns>
    public static async Task<HealthCalls?> ReadDay(DateTimeOffset now, UnitOfWork work)
    {
        var day = await List(now.AddDays(-1), TimeSpan.FromDays(1), work);
        return day.Count == 0 ? null : Sum(day);
    }

    /// <param name="since">End of the last hour that is left out.</param>
    /// <param name="width">Length of the parts that hours are summed for.</param>
    public static Task<IReadOnlyList<StripeCallRow>> List(DateTimeOffset since, TimeSpan width, UnitOfWork work) =>
        work.List<StripeCallRow>(
            """
            select date_bin(@width, d.bucket_at, '0001-01-01 00:00+00') as at, d.outcome, d.bin, sum(d.calls)::bigint as calls
              from stripe.call_durations d
             where d.tenant_id = 'tnt_platform' and d.mode = 'live' and d.bucket_at > @since
             group by 1, 2, 3
             order by 1, 2, 3
            """,
            new { since, width }
        );

    /// <param name="rows">Calls of one or more parts.</param>
    public static HealthCalls Sum(IReadOnlyCollection<StripeCallRow> rows)
    {
        var answered = rows.Where(row => row.Outcome is StripeCallOutcome.Answered)
            .GroupBy(row => row.Bin)
            .OrderBy(bin => bin.Key)
            .Select(bin => (bin.Key, bin.Sum(row => row.Calls)))
            .ToList();
        return new(
            rows.Sum(row => row.Calls),
            rows.Where(row => row.Outcome is StripeCallOutcome.Failed).Sum(row => row.Calls),
            rows.Where(row => row.Outcome is StripeCallOutcome.RateLimited).Sum(row => row.Calls),
            LatencyHistogram.Percentile(answered, 0.5),
            LatencyHistogram.Percentile(answered, 0.95),
            StripeCallTrends.P95Key
        );
    }

    /// <param name="At">Start of the part.</param>
    public sealed record StripeCallRow(DateTimeOffset At, StripeCallOutcome Outcome, int Bin, long Calls);
}
