using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Revenue.Stripe.Accounts;

namespace OwnerConsole.Revenue.Stripe.Calls;

/// <summary>How the duration of calls of Stripe's API and the share of those that failed or were rate limited have changed in live mode.</summary>
internal sealed class StripeCallTrends : IHealthTrendSource
{
    public const string P95Key = "stripe_response_p95";

    public string Permission => StripeRoutes.Read;

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<decimal?>>> Read(IReadOnlyList<DateTimeOffset> starts, TimeSpan width, UnitOfWork work)
    {
        var rows = await StripeCallHistory.List(starts[0] - TimeSpan.FromTicks(10), width, work); // with the hour at the start; times have microseconds
        var calls = rows.GroupBy(row => row.At).ToDictionary(part => part.Key, part => StripeCallHistory.Sum([.. part]));
        if (calls.Count == 0)
            return new Dictionary<string, IReadOnlyList<decimal?>>(StringComparer.Ordinal);
        return new Dictionary<string, IReadOnlyList<decimal?>>(StringComparer.Ordinal)
        {
            ["stripe_response_p50"] = Values(part => part.P50Ms),
            [P95Key] = Values(part => part.P95Ms),
            ["stripe_error_rate"] = Values(part => Share(part.Failed, part.Total)),
            ["stripe_rate_limited"] = Values(part => Share(part.RateLimited, part.Total)),
        };

        IReadOnlyList<decimal?> Values(Func<HealthCalls, decimal?> value) => [.. starts.Select(at => calls.TryGetValue(at, out var part) ? value(part) : null)];
    }

    /// <returns>Percent with two decimals.</returns>
    private static decimal Share(long part, long whole) => Math.Round(100m * part / whole, 2);
}
