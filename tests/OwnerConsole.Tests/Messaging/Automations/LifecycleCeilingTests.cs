using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Messaging.Automations;
using static OwnerConsole.Tests.Messaging.Automations.LifecycleHarness;

namespace OwnerConsole.Tests.Messaging.Automations;

/// <summary>Live and test tenants each have the whole ceiling of an automation.</summary>
public sealed class LifecycleCeilingTests
{
    [Fact]
    public async Task Runs_for_test_tenants_use_nothing_of_the_ceiling_of_live_tenants()
    {
        await using var console = await TestConsole.Start();
        var (live, test) = (await TestApplication.Connect(console), await TestApplication.Connect(console, Mode.Test));
        var id = await Create(live, Tagging);
        await live.Run("automation.enable", id);
        foreach (var app in new[] { test, live })
        foreach (var name in new[] { "acorn", "birch" })
            await Trial(app, name);

        await Run<DateSweep>(console);
        await Poll.Until(async () =>
        {
            await Run<StepRunner>(console);
            return await Number(console, "true") == 4;
        });

        foreach (var mode in new[] { "live", "test" })
        {
            (await Number(console, $"mode = '{mode}' and state = 'done'")).ShouldBe(1);
            (await Number(console, $"mode = '{mode}' and state = 'waiting' and reason = 'ceiling'")).ShouldBe(1);
        }
    }

    private static object Tagging =>
        new
        {
            name = "Tagging",
            date = "trial_start",
            runs_per_day = 1,
            steps = new[]
            {
                new
                {
                    kind = "operation",
                    operation = "tenant.tag",
                    input = "{\"tag\": \"new\"}",
                },
            },
        };

    /// <returns>Number of operation steps that meet a condition.</returns>
    private static Task<long> Number(TestConsole console, string which) => Count(console, $"select count(*) from automations.runs where {which}");
}
