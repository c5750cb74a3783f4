using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tests.Plans.Entitlements;

/// <summary>Which tenants can use a feature, for modules that know features only by their keys.</summary>
public sealed class FeatureTenantsTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Tenants_can_use_a_feature_through_a_plan_an_override_or_its_default()
    {
        var limited = await LimitedPlatform.Open(console);
        var starter = await limited.On("feature-starter", "starter");
        var pro = await limited.On("feature-pro", "pro");
        var allowed = await limited.On("feature-allowed");
        var denied = await limited.On("feature-denied", "pro");
        var retired = await limited.Declare("beta", "counter", "item");
        await Override(allowed, "sso", "on");
        await Override(denied, "sso", "off");
        await Override(allowed, "beta", "5");
        string[] tenants = [starter, pro, allowed, denied];

        (await Find("sso")).Intersect(tenants).ShouldBe([pro, allowed], ignoreOrder: true);
        (await Find("region")).Intersect(tenants).ShouldBe(tenants, ignoreOrder: true);
        (await Find("no-such-feature")).ShouldBeEmpty();
        (await Find("beta")).ShouldHaveSingleItem().ShouldBe(allowed);

        await limited.App.Run("feature.retire", retired);
        (await Find("beta")).ShouldBeEmpty(); // although the changed limit is kept

        Task Override(string tenant, string feature, string allows) =>
            limited.App.Run(
                "tenant.override_limit",
                tenant,
                new
                {
                    feature,
                    allows,
                    reason = "A pilot",
                }
            );
    }

    private async Task<IReadOnlyList<string>> Find(string feature)
    {
        var statement = console.Services.GetRequiredService<FeatureTenantsStatement>();
        await using var work = await console.Database.Read();
        return await work.List<string>(statement.Sql, new { features = new[] { feature } });
    }
}
