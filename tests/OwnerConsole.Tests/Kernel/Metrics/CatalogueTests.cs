using OwnerConsole.Kernel.Metrics;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tests.Kernel.Metrics;

/// <summary>What every metric owes, asked of each one that there is: it runs, its parts are the whole, and the list behind a number adds up to it.</summary>
public sealed class CatalogueTests(SeededConsole seeded) : IClassFixture<SeededConsole>
{
    private static readonly RequestedRange Now = new(Last: "1d");
    private static readonly RequestedRange Yesterday = new(Previous: CalendarUnit.Day);

    [Fact]
    public async Task There_are_at_least_25_metrics_and_each_says_what_it_counts()
    {
        var metrics = await seeded.Metrics();

        metrics.Count.ShouldBeGreaterThanOrEqualTo(25);
        metrics.Select(metric => metric.Title).ShouldBeUnique();
        metrics.ShouldAllBe(metric => metric.Description.EndsWith('.') && char.IsUpper(metric.Description[0]));
    }

    [Fact]
    public async Task Every_metric_counts_the_real_tenants_alone()
    {
        foreach (var metric in await seeded.Metrics())
        {
            var tenants = await seeded.Ask(metric, Now, dimension: "tenant");
            tenants.Groups.Select(group => group.Key["tenant"]).ShouldNotContain("tnt_demo", metric.Id);
        }
    }

    [Fact]
    public async Task A_series_has_a_number_for_every_bucket_or_says_why_not()
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
    public async Task The_parts_of_a_complete_dimension_are_the_whole()
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
    public async Task The_parts_of_a_series_are_the_whole_in_each_bucket_also_those_that_are_gone_at_its_end()
    {
        var compared = 0;
        var metrics = (await seeded.Metrics()).Where(metric => metric is { HasPast: true, Kind: not (MetricKind.Ratio or MetricKind.Peak) });
        foreach (var metric in metrics.Where(metric => metric.Kind is not MetricKind.Distinct || metric.IsAtEnd)) // different ones of a day aren't counted by the week
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
    public async Task A_filter_that_every_row_fits_leaves_the_number_as_it_is_also_where_a_row_fits_it_twice()
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
    public async Task The_list_behind_every_number_adds_up_to_it()
    {
        foreach (var metric in await seeded.Metrics())
        foreach (var range in metric.HasPast ? [Now, Yesterday] : new[] { Now })
            Check(metric, (await seeded.Ask(metric, range)).Groups[0].Total!, await seeded.Rows(metric, range), metric.Id);
    }

    [Fact]
    public async Task Every_value_of_every_dimension_has_a_list_that_adds_up_to_its_number()
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
    public async Task A_ratio_shows_what_it_is_made_of_and_without_a_base_there_is_none()
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
    public async Task Only_what_happened_is_added_up_over_time()
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

    /// <summary>What counts is listed one by one; what is an amount is listed by whom it comes from.</summary>
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
