using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Histograms;
using OwnerConsole.Revenue.Stripe.Accounts;

namespace OwnerConsole.Revenue.Stripe.Events;

/// <summary>How the delay of payment webhooks of live mode has changed, from the stored hours.</summary>
internal sealed class WebhookDelayTrends : IHealthTrendSource
{
    public string Permission => StripeRoutes.Read;

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<decimal?>>> Read(IReadOnlyList<DateTimeOffset> starts, TimeSpan width, UnitOfWork work)
    {
        var rows = await work.List<DelayBin>(
            """
            select date_bin(@width, d.bucket_at, '0001-01-01 00:00+00') as at, d.bin, sum(d.events)::bigint as events
              from stripe.webhook_delays d
             where d.tenant_id = 'tnt_platform' and d.bucket_at >= @first
             group by 1, 2
             order by 1, 2
            """,
            new { first = starts[0], width }
        );
        if (rows.Count == 0)
            return new Dictionary<string, IReadOnlyList<decimal?>>(StringComparer.Ordinal);
        var bins = rows.ToLookup(row => row.At, row => (row.Bin, row.Events));
        return new Dictionary<string, IReadOnlyList<decimal?>>(StringComparer.Ordinal)
        {
            [WebhookDelayNumbers.Key] = Values(0.5),
            [WebhookDelayNumbers.P95Key] = Values(0.95),
        };

        IReadOnlyList<decimal?> Values(double share) => [.. starts.Select(at => Seconds(LatencyHistogram.Percentile([.. bins[at]], share)))];
    }

    /// <returns>Seconds with one decimal.</returns>
    private static decimal? Seconds(int? ms) => ms is { } time ? Math.Round(time / 1_000m, 1) : null;

    /// <param name="At">Start of the part.</param>
    private sealed record DelayBin(DateTimeOffset At, int Bin, long Events);
}
