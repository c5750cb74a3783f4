using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Metrics.Points;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Tests.Metrics.Catalogue;

namespace OwnerConsole.Tests.Metrics.Points;

/// <summary>On a large platform today's values are cached for all readers and refreshed.</summary>
public sealed class TodayRefresherTests : IAsyncLifetime
{
    private static readonly MetricQuery ThirtyDays = new(["members.active_30d"], new(Last: "3d"), Grain.Day);

    private readonly SeededConsole _seeded = new();

    public async ValueTask InitializeAsync()
    {
        await _seeded.InitializeAsync();
        _seeded.Console.Services.GetRequiredService<TodayCache>().LargeFrom = 0;
    }

    public ValueTask DisposeAsync() => _seeded.DisposeAsync();

    [Fact]
    public async Task Readers_get_the_same_cached_value_and_time_until_it_is_refreshed()
    {
        var first = await Ask();

        await Do("delete from core.member_days where day = (select max(day) from core.member_days) and tenant_id in ('tnt_08', 'tnt_09')");
        await Do("delete from core.member_days where tenant_id = 'tnt_10'");
        var second = await Ask();
        await Refresh();
        var third = await Ask();

        Value(second).ShouldBe(Value(first));
        second.Freshness.CompleteAt.ShouldBe(first.Freshness.CompleteAt);
        Value(third)!.Value.ShouldBeLessThan(Value(first)!.Value);
        third.Freshness.CompleteAt!.Value.ShouldBeGreaterThan(first.Freshness.CompleteAt!.Value);
    }

    [Fact]
    [NotPooled("The other tests of this class run the same statements.")]
    [Slow(6, "Metrics")]
    public async Task Cached_values_equal_computed_values_for_every_metric_and_dimension()
    {
        var today = _seeded.Console.Services.GetRequiredService<TodayCache>();
        foreach (var metric in (await _seeded.Metrics()).Where(metric => metric.HasPast))
        foreach (var dimension in metric.Dimensions.Where(dimension => dimension.HasPast).Select(dimension => dimension.Name).Prepend(null))
        {
            today.LargeFrom = int.MaxValue;
            var small = await _seeded.Ask(metric, new(Last: "1d"), dimension: dimension);
            today.LargeFrom = 0;
            foreach (var _ in Enumerable.Range(0, 2))
            {
                var large = await _seeded.Ask(metric, new(Last: "1d"), dimension: dimension);
                Shown(large).ShouldBe(Shown(small), $"{metric.Id} by {dimension}");
            }
        }

        static IEnumerable<string> Shown(MetricResult result) => result.Groups.Select(group => Json.Text(new { group.Key, group.Total }));
    }

    [Fact]
    public async Task Values_not_requested_within_an_hour_are_dropped()
    {
        await Ask();
        (await CachedRows()).ShouldBe(1);

        await Do("update core.metric_today set requested_at = now() - interval '61 minutes'");
        await Refresh();

        (await CachedRows()).ShouldBe(0);
    }

    [Fact]
    public async Task A_small_platform_caches_nothing()
    {
        _seeded.Console.Services.GetRequiredService<TodayCache>().LargeFrom = new TodayCache(_seeded.Console.Database).LargeFrom;

        await Ask();

        (await CachedRows()).ShouldBe(0);
    }

    private async Task<MetricResult> Ask() => (await _seeded.Ask(ThirtyDays)).Metrics[0];

    private static decimal? Value(MetricResult result) => result.Groups[0].Points[^1].Figure.Value;

    private async Task Refresh() =>
        await _seeded
            .Console.Services.GetServices<IWorkHandler>()
            .OfType<TodayRefresher>()
            .Single()
            .Execute(new("test", 0, null, "metrics.today", default, 0), CancellationToken.None);

    private async Task<long> CachedRows()
    {
        await using var work = await _seeded.Console.Database.Read();
        return await work.One<long>("select count(*) from core.metric_today");
    }

    private async Task Do(string sql)
    {
        await using var work = await _seeded.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform, "tnt_08", "tnt_09", "tnt_10"]);
        await work.Execute(sql);
        await work.Commit();
    }
}
