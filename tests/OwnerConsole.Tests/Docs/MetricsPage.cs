using System.Text;
using OwnerConsole.Kernel.Metrics;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tests.Docs;

/// <summary>docs/metrics.md, made from what the metrics declare.</summary>
internal static class MetricsPage
{
    private const string Head = """
        # What is counted

        Made from the metrics themselves; `GET /api/v1/metrics` answers the same, with a metric `usage.<key>` for every meter that you declared. Every number in the console, in a file and over
        the API comes from one of these definitions, and `POST /api/v1/metrics/rows` lists what stands behind it.

        ```sh
        curl -fsS -X POST $CONSOLE/api/v1/metrics/query -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" \
          -d '{"metrics": ["tenants.opened"], "range": {"last": "30d"}, "grain": "day", "dimensions": ["country"], "compare": "previous_period"}'
        ```

        With `Accept: text/csv`, or a workbook's type, the same answer comes as a file.

        - **Kinds**: a *flow* happened within the period and is added up; a *stock* is what stood at its end; *distinct* counts different ones, which are never added up over time; a *peak* is the most
          there was at once; a *ratio* shows both its parts, and without a base there is no number, never a 0.
        - **Days** begin in the owner's zone. What is counted from instants or quarters of an hour can be asked for in any `zone`; what is kept by days can't, because it could only be guessed.
        - **Ranges**: `{"last": "30d"}` (also `h`, `w`, `m`; the one that runs is included), `{"this": "month"}`, `{"previous": "quarter"}`, or `from` and `to`: days, both included, or instants, the second not.
        - **By** what a tenant is or has: of what happened, as it was on that day; of what stands, as it was then; before the first report, as it was first reported. Every metric can also be cut by `tenant`.

        """;

    public static string Of(IReadOnlyList<Metric> metrics)
    {
        var page = new StringBuilder(Head);
        foreach (var group in metrics.GroupBy(metric => metric.Id[..metric.Id.IndexOf('.', StringComparison.Ordinal)]))
        {
            page.Append($"\n## {Metric.Titled(group.Key)}\n\n| Metric | Counts | Is a | In | By | Every | Zone |\n|---|---|---|---|---|---|---|\n");
            foreach (var metric in group)
                page.Append($"| `{metric.Id}` | {metric.Says} | {Kind(metric)} | {metric.Unit.Name} | {By(metric)} | {Every(metric)} | {Zone(metric)} |\n");
        }
        return page.ToString();
    }

    private static string Kind(Metric metric) => metric.Kind.ToString().ToLowerInvariant() + (metric.Version > 1 ? $", version {metric.Version}" : "");

    private static string By(Metric metric) =>
        metric.Dimensions.Count == 0 ? "" : string.Join(", ", metric.Dimensions.Select(dimension => $"`{dimension.Name}`"));

    private static string Every(Metric metric) =>
        !metric.HasPast ? "now only"
        : metric.MinGrain is Grain.Hour ? "hour"
        : "day";

    private static string Zone(Metric metric) =>
        !metric.IsByDay ? "any"
        : metric.Platform is null ? "the owner's"
        : "any; of a tenant the owner's";
}
