using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tests.Kernel.Operations;
using OwnerConsole.Tests.Plans.Entitlements;
using OwnerConsole.Tests.Plans.Plans;

namespace OwnerConsole.Tests.Commands;

/// <summary>The console is killed in the middle of a campaign's wave.</summary>
[Slow(30, "Campaigns")]
public sealed class KilledWaveTests
{
    private const int Tenants = 300;

    [Fact]
    public async Task A_wave_killed_midway_continues_and_moves_each_tenant_once()
    {
        var copy = await TestCluster.Current.Copy();
        using var machine = new InstalledConsole();
        await using var services = ConsoleHost.Services(new(copy, machine.Port, TestConsole.AnyKey));
        using var first = machine.Start("serve", InstalledConsole.ConnectionVariables(copy, TestConsole.AnyKey));
        await machine.Ready(first);
        var app = await TestApplication.Connect(services, machine.Address);
        var crowd = await TenantCrowd.Gather(services, copy, "wave", Tenants);
        var campaign = await Given(app, crowd, services);
        var preview = await crowd.Previews.Create(
            crowd.Ann,
            "tenant.move_to_current_version",
            new(Query: new Dictionary<string, string> { ["campaign"] = campaign }),
            Json.Element(new { plan = "wave", campaign }),
            CancellationToken.None
        );
        var middle = await crowd.One<string>($"select subject_id from core.preview_subjects where preview_id = '{preview.PreviewId}' and place = 155");

        Run run;
        await using (var gate = await TransactionGate.Before(copy, middle, "core.plan_items"))
        {
            run = await crowd.Approve(await crowd.Start(preview));
            await gate.SomebodyWaits();
            first.Kill();
            await first.WaitForExitAsync();
        }
        var before = await Moved(crowd, run);
        await crowd.Force("update work.lanes set leased_until = now()"); // moves the lease instead of waiting a minute
        using var second = machine.Start("serve", InstalledConsole.ConnectionVariables(copy, TestConsole.AnyKey));
        var ended = await crowd.Ended(run);
        await machine.Ready(second);
        var view = await TestApplication.WithKey(machine.Address, app.Key).Get($"/api/v1/plan-campaigns/{campaign}");
        second.Kill();
        await second.WaitForExitAsync();

        before.ShouldBe(150);
        (ended.State, ended.Done, ended.Settled).ShouldBe((RunState.Done, Tenants, Tenants));
        (await Moved(crowd, run)).ShouldBe(Tenants);
        (await crowd.One<long>($"select count(*) from core.plan_items where opened_by = '{run.RunId}'")).ShouldBe(Tenants);
        (await crowd.One<long>("select count(*) from core.plan_items where to_at is null")).ShouldBe(Tenants);
        (await crowd.One<long>($"select count(*) from core.log where run_id = '{run.RunId}' and outcome = 'done'")).ShouldBe(Tenants);
        (view.GetProperty("state").GetString(), view.GetProperty("moved").GetInt64(), view.GetProperty("left").GetInt64()).ShouldBe(("done", Tenants, 0));
    }

    private static Task<long> Moved(TenantCrowd crowd, Run run) =>
        crowd.One<long>($"select count(distinct tenant_id) from core.plan_items where opened_by = '{run.RunId}' and to_at is null");

    /// <returns>A campaign that moves the whole crowd to the second version of their plan in one wave.</returns>
    private static async Task<string> Given(TestApplication app, TenantCrowd crowd, IServiceProvider services)
    {
        var plan = (await PlanTests.Create(app, "wave", "Wave", 1900)).Created();
        var items = crowd.Tenants.Select(id => new TenantReports.Item(id, Json.Element(new { plan_items = new[] { new { plan = "wave", quantity = 1 } } })));
        await services.GetRequiredService<TenantReports>().Apply(Caller.System, [.. items], CancellationToken.None);
        await app.Run("plan.draft", plan, new { price = new { amount = 2900, currency = "USD" } });
        await app.Run("plan.publish", plan);
        return (await app.Run("plan_campaign.start", plan, new { wave_size = Tenants })).Created();
    }
}
