using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Metrics.Points;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tests.Metrics.Catalogue;

/// <summary>Callers scoped to tenants get the same values as unrestricted callers who filter by those tenants.</summary>
public sealed class TenantScopedMetricsTests(SeededConsole seeded) : IClassFixture<SeededConsole>
{
    private static readonly string[] s_two = ["tnt_03", "tnt_04"];
    private static readonly RequestedRange s_now = new(This: CalendarUnit.Day);

    [Fact]
    public async Task Every_metric_of_one_tenant_is_the_same_for_its_key_as_filtered()
    {
        var different = new List<string>();
        foreach (var metric in await seeded.Metrics())
        {
            var expected = await Query(metric, "tnt_03");
            var own = await Within(["tnt_03"], () => Query(metric, null, Caller.System with { OnlyTenant = "tnt_03" }));
            if (own != expected)
                different.Add($"{metric.Id}: {own} instead of {expected}");
        }

        different.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_metric_of_several_tenants_equals_the_filtered_value_or_is_refused()
    {
        var different = new List<string>();
        foreach (var metric in await seeded.Metrics())
        {
            var expected = metric.Kind is MetricKind.Peak ? TenantScope.RefusalCode : await Query(metric, s_two);
            var own = await Within(s_two, () => Query(metric, null, Caller.System));
            if (own != expected)
                different.Add($"{metric.Id}: {own} instead of {expected}");
        }

        different.ShouldBeEmpty();
    }

    [Fact]
    public async Task Scoped_callers_do_not_write_the_platform_wide_cache()
    {
        var metric = (await seeded.Metrics()).Single(metric => metric.Id == "tenants.total");
        var before = await Query(metric, null, Caller.System);
        seeded.Console.Services.GetRequiredService<TodayCache>().LargeFrom = 0;

        await Within(s_two, () => Query(metric, null, Caller.System));
        var all = await Query(metric, null, Caller.System);

        all.ShouldBe(before);
    }

    private Task<string> Query(Metric metric, params string[] tenants) => Query(metric, new MetricFilter(Dimension.Tenant.Name, tenants), Caller.System);

    private async Task<string> Query(Metric metric, MetricFilter? filter, Caller caller)
    {
        try
        {
            var query = new MetricQuery([metric.Id], s_now, Filters: filter is null ? null : [filter]);
            var result = (await seeded.Console.Services.GetRequiredService<MetricExecutor>().Execute(query, caller, CancellationToken.None)).Metrics[0];
            result.Freshness.State.ShouldNotBe(FreshnessState.Failed, $"{metric.Id}: {result.Freshness.Cause}");
            return string.Join(", ", result.Groups.Select(group => $"{group.Total?.Value:0.####}"));
        }
        catch (Problem refused)
        {
            return refused.Code;
        }
    }

    private static async Task<T> Within<T>(string[] tenants, Func<Task<T>> ask)
    {
        TenantScope.Set(tenants.ToHashSet(StringComparer.Ordinal));
        return await ask();
    }
}
