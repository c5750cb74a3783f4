using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.World;

/// <summary>The demo scenarios match the profiles of the same name.</summary>
[Slow(25, "World")]
public sealed class ScenarioTests
{
    [Theory]
    [InlineData("bot", "guild", "commands")]
    [InlineData("studio", "studio", "classes")]
    [InlineData("school", "school", "assignments")]
    [InlineData("creative", "account", "credits")]
    public async Task The_plans_of_a_scenario_are_sold_and_its_events_are_metered(string profile, string word, string meter)
    {
        await using var console = await TestConsole.Start(); // Profiles share plan keys, so a profile chosen before would change the limits of this one.
        var owner = await TestApplication.Connect(console);
        await owner.Run("profile.choose", IdGenerator.Platform, new { profile });
        var key = await TestApplication.Connect(console, Mode.Test, onlyTenant: null, "tenant.report", "member.report", "event.report", "entitlement.consume");

        var (code, said) = await WorldProcess.Run(console.Address, key.Key, "12", "7", "--as", profile, "--months", "1");
        await console.WaitForProjection();

        code.ShouldBe(0, said);
        said.ShouldContain($"12 {word}s");
        said.ShouldContain("; 0 events were rejected");
        var sold = (await owner.Get("/api/v1/plans")).GetProperty("data").EnumerateArray().Select(plan => plan.GetProperty("key").GetString());
        await using var work = await console.Database.Read();
        var held = await work.List<string>(
            "select distinct i.plan from core.plan_items i join core.tenants t using (tenant_id) where t.external_id like @word",
            new { word = word + "-%" }
        );
        held.ShouldNotBeEmpty();
        held.Except(sold).ShouldBeEmpty();
        (await work.One<long>("select coalesce(sum(n), 0)::bigint from core.usage_buckets where meter = @meter", new { meter })).ShouldBePositive();
        (
            await work.One<long>(
                "select count(*) from core.purchases p join core.tenants t using (tenant_id) where t.external_id like @word",
                new { word = word + "-%" }
            )
        ).ShouldBePositive();
        (
            await work.List<bool>(
                "select s.status in ('trial', 'active') from core.tenants t join core.tenant_status s using (tenant_id) where t.external_id like @word order by t.sort_name limit 2",
                new { word = word + "-%" }
            )
        ).ShouldAllBe(isOpen => isOpen);
    }

    [Fact]
    public async Task An_unknown_scenario_is_refused()
    {
        var (code, said) = await WorldProcess.Run(new("http://127.0.0.1:9"), "oc_test_nothing", "--as", "circus");

        code.ShouldBe(1);
        said.ShouldContain("--as must be one of bot, studio, school, creative.");
    }
}
