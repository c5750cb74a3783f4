using System.Text;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tests.Docs;

/// <summary>Generates docs/reference/metrics.md from the metric definitions.</summary>
internal static class MetricsPage
{
    private const string Head = """
        # Metrics reference

        Generated from the metric definitions. `GET /api/v1/metrics` returns the same list, plus a metric `usage.<key>` for each of your meters. Every number in the console, in exports and in the API
        uses one of these definitions, and `POST /api/v1/metrics/rows` lists the data behind a number.

        ```sh
        curl -fsS -X POST $CONSOLE/api/v1/metrics/query -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" \
          -d '{"metrics": ["tenants.opened"], "range": {"last": "30d"}, "grain": "day", "dimensions": ["country"], "compare": "previous_period"}'
        ```

        Set `Accept: text/csv`, or the media type of an Excel file, to get the result as a file.

        - **Types**: a *flow* is the sum of what happened in the period. A *stock* is the value at the end of the period. *Distinct* counts unique items and is never summed over time. A *peak* is the
          highest concurrent value. A *ratio* includes its numerator and denominator; with a denominator of 0 it has no value.
        - **Days** start at midnight in the reporting time zone. Metrics computed from timestamps or quarter hours accept any `zone`; metrics stored by day don't, because the result would be an estimate.
        - **Ranges**: `{"last": "30d"}` (also `h`, `w`, `m`; includes the current one), `{"this": "month"}`, `{"previous": "quarter"}`, or `from` and `to`: days (both inclusive) or timestamps (`to` is exclusive).
        - **Dimensions** use the tenant's attributes at that time: for a flow, on the day of the event; for a stock, at the end of the period. Before the first report, the first reported value is used.
          Every metric can also be grouped by `tenant`.

        """;

    public static string Of(IReadOnlyList<Metric> metrics)
    {
        var page = new StringBuilder(Head);
        foreach (var group in metrics.GroupBy(metric => metric.Id[..metric.Id.IndexOf('.', StringComparison.Ordinal)]))
        {
            page.Append(
                $"\n## {Metric.TitleOf(group.Key)}\n\n| Metric | Description | Type | Unit | Dimensions | Finest grain | Time zone |\n|---|---|---|---|---|---|---|\n"
            );
            foreach (var metric in group)
                page.Append(
                    $"| `{metric.Id}` | {metric.Description} | {Kind(metric)} | {metric.Unit.Name} | {By(metric)} | {Every(metric)} | {Zone(metric)} |\n"
                );
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
        : metric.Platform is null ? "reporting"
        : "any; reporting for one tenant";
}
