using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Metrics;
using OwnerConsole.Kernel.Metrics.Points;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tests.Kernel.Metrics;

/// <summary>Whoever is bound to tenants asks for a number and gets theirs, as somebody who sees all would by asking for those tenants.</summary>
public sealed class TenantScopedMetricsTests(SeededConsole seeded) : IClassFixture<SeededConsole>
{
    private static readonly string[] s_two = ["tnt_03", "tnt_04"];
    private static readonly RequestedRange s_now = new(This: CalendarUnit.Day);

    [Fact]
    public async Task Every_metric_of_one_tenant_is_the_same_for_its_key()
    {
        var different = new List<string>();
        foreach (var metric in await seeded.Metrics())
        {
            var expected = await Asked(metric, "tnt_03");
            var own = await Within(["tnt_03"], () => Asked(metric, null, Caller.System with { OnlyTenant = "tnt_03" }));
            if (own != expected)
                different.Add($"{metric.Id}: {own} instead of {expected}");
        }

        different.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_metric_of_several_tenants_is_theirs_together_or_refused_with_a_reason()
    {
        var different = new List<string>();
        foreach (var metric in await seeded.Metrics())
        {
            var expected = metric.Kind is MetricKind.Peak ? TenantScope.RefusalCode : await Asked(metric, s_two);
            var own = await Within(s_two, () => Asked(metric, null, Caller.System));
            if (own != expected)
                different.Add($"{metric.Id}: {own} instead of {expected}");
        }

        different.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_kept_for_the_whole_platform_is_not_written_by_who_sees_a_part_of_it()
    {
        var metric = (await seeded.Metrics()).Single(one => one.Id == "tenants.total");
        var before = await Asked(metric, null, Caller.System);
        seeded.Console.Services.GetRequiredService<TodayCache>().LargeFrom = 0;

        await Within(s_two, () => Asked(metric, null, Caller.System));
        var all = await Asked(metric, null, Caller.System);

        all.ShouldBe(before);
    }

    private Task<string> Asked(Metric metric, params string[] tenants) => Asked(metric, new MetricFilter(Dimension.Tenant.Name, tenants), Caller.System);

    private async Task<string> Asked(Metric metric, MetricFilter? filter, Caller caller)
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
