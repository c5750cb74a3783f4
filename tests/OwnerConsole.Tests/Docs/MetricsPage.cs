using System.Text;
using OwnerConsole.Kernel.Metrics;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tests.Docs;

/// <summary>Generates docs/metrics.md from the declarations of the metrics.</summary>
internal static class MetricsPage
{
    private const string Head = """
        # Metrics reference

        Generated from the metrics; `GET /api/v1/metrics` returns the same, and a metric `usage.<key>` for each of your meters. All values in the console, in exports and in
        the API use these definitions, and `POST /api/v1/metrics/rows` returns the underlying data.

        ```sh
        curl -fsS -X POST $CONSOLE/api/v1/metrics/query -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" \
          -d '{"metrics": ["tenants.opened"], "range": {"last": "30d"}, "grain": "day", "dimensions": ["country"], "compare": "previous_period"}'
        ```

        With `Accept: text/csv`, or the media type of Excel workbooks, the response is a file.

        - **Kinds**: a *flow* is the sum over the period; a *stock* is the value at its end; *distinct* counts unique values and is never added up over time; a *peak* is the highest concurrent
          value; a *ratio* has a numerator and a denominator, and no value if the denominator is 0.
        - **Days** start in the owner's time zone. Metrics based on instants or quarter hours are available in any `zone`; metrics stored by day aren't.
        - **Ranges**: `{"last": "30d"}` (also `h`, `w`, `m`; includes the current one), `{"this": "month"}`, `{"previous": "quarter"}`, or `from` and `to`: days, both inclusive, or instants, with an exclusive end.
        - **Dimensions** use the tenant's properties on the day of a flow, or at the time of a stock; before the first report, the first reported properties. Every metric can also be grouped by `tenant`.

        """;

    public static string Of(IReadOnlyList<Metric> metrics)
    {
        var page = new StringBuilder(Head);
        foreach (var group in metrics.GroupBy(metric => metric.Id[..metric.Id.IndexOf('.', StringComparison.Ordinal)]))
        {
            page.Append(
                $"\n## {Metric.Titled(group.Key)}\n\n| Metric | Definition | Kind | Unit | Dimensions | Interval | Time zone |\n|---|---|---|---|---|---|---|\n"
            );
            foreach (var metric in group)
                page.Append($"| `{metric.Id}` | {metric.Says} | {Kind(metric)} | {metric.Unit.Name} | {By(metric)} | {Every(metric)} | {Zone(metric)} |\n");
        }
        return page.ToString();
    }

    private static string Kind(Metric metric) => metric.Kind.ToString().ToLowerInvariant() + (metric.Version > 1 ? $", version {metric.Version}" : "");

    private static string By(Metric metric) =>
        metric.Dimensions.Count == 0 ? "" : string.Join(", ", metric.Dimensions.Select(dimension => $"`{dimension.Name}`"));

    private static string Every(Metric metric) =>
        !metric.HasPast ? "current value only"
        : metric.MinGrain is Grain.Hour ? "hour"
        : "day";

    private static string Zone(Metric metric) =>
        !metric.IsByDay ? "any"
        : metric.Platform is null ? "owner's"
        : "any; per tenant: owner's";
}
