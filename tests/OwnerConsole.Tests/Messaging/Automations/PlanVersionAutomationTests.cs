using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Messaging.Automations;
using OwnerConsole.Tests.Plans.Campaigns;

namespace OwnerConsole.Tests.Messaging.Automations;

/// <summary>A feature announcement goes to the tenants that a rollout of a plan version reached.</summary>
public sealed class PlanVersionAutomationTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_new_plan_version_starts_a_sequence_for_the_tenants_that_it_reached()
    {
        var plans = await CampaignFixture.Open(console);
        var (plan, tenants) = await plans.Given("rollout", 3);
        var subscribed = await plans.Limited.On("rollout-new", "rollout");
        var id = (await plans.App.Run("automation.create", IdGenerator.Platform, Announcement)).Created();
        await plans.App.Run("automation.enable", id);

        await plans.App.Run("tenant.move_to_current_version", tenants[0], new { plan = "rollout" });
        await plans.App.Run("tenant.change_plan", tenants[1], new { items = new[] { new { plan = "rollout", quantity = 2 } } });
        var migrated = await Enrolled(plans.App, id);
        await plans.App.Run("plan.draft", plan, new { price = new { amount = 3900, currency = "USD" }, limits = Array.Empty<object>() });
        await plans.App.Run("plan.publish", plan, new { rollout = "all" });
        var all = await Enrolled(plans.App, id);

        migrated.ShouldBe([tenants[0]]);
        all.ShouldBe([.. tenants, subscribed], ignoreOrder: true);
    }

    private static object Announcement =>
        new
        {
            name = "New version",
            date = "plan_version",
            topic = "feature_updates",
            steps = new[]
            {
                new
                {
                    kind = "in_app",
                    subject = "New in {{tenant.plans}}",
                    body = "Look at it.",
                },
            },
        };

    /// <returns>Tenants that have started.</returns>
    private async Task<IReadOnlyList<string>> Enrolled(TestApplication app, string id)
    {
        var sweep = console.Services.GetServices<IWorkHandler>().OfType<DateSweep>().Single();
        await sweep.Execute(new("test", 0, null, "test", default, 0), CancellationToken.None);
        var rows = (await app.Get($"/api/v1/automations/{id}/enrollments")).GetProperty("data");
        return [.. rows.EnumerateArray().Select(row => row.GetProperty("tenant_id").GetString()!)];
    }
}
