using OwnerConsole.Fixtures;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tests.Metrics.Catalogue;

/// <summary>Checks every metric of the catalogue: its query runs, its groups add up to the total, and the underlying rows add up to the value.</summary>
[Slow(13, "Metrics")]
public sealed class CatalogueTests(SeededConsole seeded) : IClassFixture<SeededConsole>
{
    private static readonly RequestedRange Now = new(Last: "1d");
    private static readonly RequestedRange Yesterday = new(Previous: CalendarUnit.Day);

    [Fact]
    public async Task There_are_at_least_25_metrics_each_with_a_description()
    {
        var metrics = await seeded.Metrics();

        metrics.Count.ShouldBeGreaterThanOrEqualTo(25);
        metrics.Select(metric => metric.Title).ShouldBeUnique();
        metrics.ShouldAllBe(metric => metric.Description.EndsWith('.') && char.IsUpper(metric.Description[0]));
    }

    [Fact]
    public async Task No_metric_counts_test_tenants()
    {
        foreach (var metric in await seeded.Metrics())
        {
            var tenants = await seeded.Ask(metric, Now, dimension: "tenant");
            tenants.Groups.Select(group => group.Key["tenant"]).ShouldNotContain("tnt_demo", metric.Id);
        }
    }

    [Fact]
    public async Task Every_bucket_of_a_series_has_a_value_or_a_reason()
    {
        foreach (var metric in (await seeded.Metrics()).Where(metric => metric.HasPast))
        {
            var points = (await seeded.Ask(metric, new(Last: "14d"), Grain.Day)).Groups[0].Points;

            points.Count.ShouldBe(14, metric.Id);
            points.ShouldAllBe(point => point.Figure.Value != null || point.Figure.Reason != null);
            points.Select(point => point.Partial).ShouldBe([.. Enumerable.Repeat(false, 13), true]);
        }
    }

    [Fact]
    public async Task Groups_of_a_complete_dimension_add_up_to_the_total()
    {
        var compared = 0;
        foreach (var metric in (await seeded.Metrics()).Where(metric => metric.Kind is MetricKind.Flow or MetricKind.Stock or MetricKind.Distinct))
        foreach (var dimension in metric.Dimensions.Where(dimension => dimension.IsComplete))
        foreach (var range in metric.HasPast && dimension.HasPast ? [Now, Yesterday] : new[] { Now })
        {
            var whole = (await seeded.Ask(metric, range)).Groups[0].Total!;
            var parts = (await seeded.Ask(metric, range, dimension: dimension.Name)).Groups;

            parts.Sum(part => part.Total!.Value).ShouldBe(whole.Value, $"{metric.Id} by {dimension.Name}");
            compared++;
        }
        compared.ShouldBeGreaterThan(40);
    }

    [Fact]
    public async Task Groups_of_a_series_add_up_in_every_bucket()
    {
        var compared = 0;
        var metrics = (await seeded.Metrics()).Where(metric => metric is { HasPast: true, Kind: not (MetricKind.Ratio or MetricKind.Peak) });
        foreach (var metric in metrics.Where(metric => metric.Kind is not MetricKind.Distinct || metric.IsAtEnd)) // distinct counts of days have no weekly value
        foreach (var dimension in metric.Dimensions.Where(dimension => dimension is { IsComplete: true, HasPast: true }).Append(Dimension.Tenant))
        {
            var whole = (await seeded.Ask(metric, new(Last: "90d"), Grain.Week)).Groups[0].Points;
            var parts = (await seeded.Ask(metric, new(Last: "90d"), Grain.Week, dimension.Name)).Groups;

            whole
                .Select((point, at) => parts.Sum(part => part.Points[at].Figure.Value))
                .ShouldBe(whole.Select(point => point.Figure.Value), $"{metric.Id} by {dimension.Name}");
            compared++;
        }
        compared.ShouldBeGreaterThan(40);
    }

    [Fact]
    public async Task A_filter_matching_every_row_does_not_change_the_value()
    {
        var compared = 0;
        foreach (var metric in (await seeded.Metrics()).Where(metric => metric.Kind is not MetricKind.Peak))
        foreach (var dimension in metric.Dimensions.Where(dimension => dimension.Sql.Length > 0))
        {
            var whole = (await seeded.Ask(metric, Now)).Groups[0].Total!;
            var all = (await seeded.Ask(metric, Now, dimension: dimension.Name)).Groups.Select(group => group.Key[dimension.Name]).ToList();
            if (all.Count == 0)
                continue;

            var filtered = (await seeded.Ask(new MetricQuery([metric.Id], Now, Filters: [new(dimension.Name, all)]))).Metrics[0].Groups[0].Total!;

            (filtered.Num, filtered.Den).ShouldBe((whole.Num, whole.Den), $"{metric.Id} where {dimension.Name} is any of {string.Join(", ", all)}");
            compared++;
        }
        compared.ShouldBeGreaterThan(40);
    }

    [Fact]
    public async Task The_underlying_rows_add_up_to_every_value()
    {
        foreach (var metric in await seeded.Metrics())
        foreach (var range in metric.HasPast ? [Now, Yesterday] : new[] { Now })
            Check(metric, (await seeded.Ask(metric, range)).Groups[0].Total!, await seeded.Rows(metric, range), metric.Id);
    }

    [Fact]
    public async Task The_underlying_rows_add_up_to_every_group()
    {
        var listed = 0;
        foreach (var metric in (await seeded.Metrics()).Where(metric => metric.Kind is not MetricKind.Peak))
        foreach (var dimension in metric.Dimensions.Where(dimension => dimension.Sql.Length > 0))
        foreach (var group in (await seeded.Ask(metric, Now, dimension: dimension.Name)).Groups)
        {
            var value = group.Key[dimension.Name];
            var rows = await seeded.Rows(metric, Now, new MetricFilter(dimension.Name, [value]));

            Check(metric, group.Total!, rows, $"{metric.Id} where {dimension.Name} is {value}");
            listed++;
        }
        listed.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task A_ratio_shows_its_parts_and_has_no_value_without_a_base()
    {
        var ratios = (await seeded.Metrics()).Where(metric => metric.Kind is MetricKind.Ratio).ToList();

        ratios.Count.ShouldBeGreaterThan(3);
        foreach (var ratio in ratios)
        {
            var figure = (await seeded.Ask(ratio, new(Last: "30d"))).Groups[0].Total!;
            figure.Value.ShouldBe(decimal.Round(figure.Num!.Value / figure.Den!.Value, 9), ratio.Id);

            var before = (await seeded.Ask(ratio, new(From: "2019-01-01", To: "2019-01-31"))).Groups[0].Total!;
            (before.Value, before.Reason).ShouldBe((null, ratio.NoBase));
        }
    }

    [Fact]
    public async Task Only_flows_are_added_up_over_time()
    {
        foreach (var metric in (await seeded.Metrics()).Where(metric => metric.HasPast))
        {
            var series = (await seeded.Ask(metric, new(Last: "10d"), Grain.Day)).Groups[0];
            var values = series.Points.Select(point => point.Figure.Value).ToList();

            (series.Total?.Value).ShouldBe(
                metric.Kind switch
                {
                    MetricKind.Flow => values.Sum(),
                    MetricKind.Peak => values.Max(),
                    _ when metric.IsAtEnd => values[^1],
                    _ => null,
                },
                metric.Id
            );
            if (metric.Kind is MetricKind.Flow or MetricKind.Peak || metric.IsAtEnd)
                (await seeded.Ask(metric, new(Last: "10d"))).Groups[0].Total!.Value.ShouldBe(series.Total!.Value, $"{metric.Id} without a grain");
        }
    }

    /// <summary>Counts list one row per item; amounts list one row per source.</summary>
    private static void Check(Metric metric, Figure figure, IReadOnlyList<MetricRow> rows, string what)
    {
        rows.Select(row => (row.TenantId, row.Id)).ShouldBeUnique(what);
        var sum = rows.Sum(row => row.Num ?? 0);
        if (metric.Kind is MetricKind.Ratio)
            (sum, rows.Sum(row => row.Den ?? 0)).ShouldBe((figure.Num ?? 0, figure.Den ?? 0), what);
        else if (metric.Id == "usage.largest")
            rows.Max(row => row.Num ?? 0).ShouldBe(figure.Value!.Value, what);
        else
            sum.ShouldBe(figure.Value!.Value, what);
        if (metric.Kind is not MetricKind.Ratio && metric.Id != "usage.largest" && rows.All(row => row.Num == 1))
            rows.Count.ShouldBe((int)figure.Value!.Value, what);
    }
}
