using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Revenue.Movements;

/// <summary>Queries metrics as an application does, after all revenue is projected. A range is two days: <c>2026-03-01/2026-03-31</c>.</summary>
internal sealed class MetricsClient(TestConsole console, TestApplication app)
{
    public async Task<decimal> Value(string metric, string? range) => (await Total(metric, range)).GetProperty("value").GetDecimal();

    public async Task<decimal[]> Values(IReadOnlyList<string> metrics, string range) =>
        [
            .. (await Ask(new { metrics, range = Range(range) })).Select(metric =>
                metric.GetProperty("groups")[0].GetProperty("total").GetProperty("value").GetDecimal()
            ),
        ];

    public async Task<JsonElement> Total(string metric, string? range) =>
        (await Ask(new { metrics = new[] { metric }, range = Range(range) }))[0].GetProperty("groups")[0].GetProperty("total");

    public async Task<decimal[]> Series(string metric, string range, string grain) => [.. (
                await Ask(
                    new
                    {
                        metrics = new[] { metric },
                        range = Range(range),
                        grain,
                    }
                )
            )[0].GetProperty("groups")[0].GetProperty("points").EnumerateArray().Select(point => point.GetProperty("figure").GetProperty("value").GetDecimal())];

    /// <returns>For each metric, the sum over all groups of a dimension.</returns>
    public async Task<decimal[]> Parts(IReadOnlyList<string> metrics, string range, string dimension) =>
        [
            .. (
                await Ask(
                    new
                    {
                        metrics,
                        range = Range(range),
                        dimensions = new[] { dimension },
                    }
                )
            ).Select(metric => metric.GetProperty("groups").EnumerateArray().Sum(group => group.GetProperty("total").GetProperty("value").GetDecimal())),
        ];

    private async Task<JsonElement[]> Ask(object query)
    {
        await console.WaitForRevenue();
        return [.. (await app.Post("/api/v1/metrics/query", query)).GetProperty("metrics").EnumerateArray()];
    }

    /// <param name="range">First and last day; null for today.</param>
    public static object Range(string? range) => range is null ? new { last = "1d" } : new { from = range[..10], to = range[11..] };
}
