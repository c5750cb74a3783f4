using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Kernel.Operations;

namespace OwnerConsole.Tests.Commands;

/// <summary>The console is killed in the middle of a run over ten thousand tenants (fault 3).</summary>
[Slow(35, "Operations")]
public sealed class KilledRunTests
{
    private const int Tenants = 10_000;

    [Fact]
    public async Task A_run_killed_at_item_4321_of_10000_continues_and_repeats_nothing()
    {
        var copy = await TestCluster.Current.Copy();
        using var machine = new InstalledConsole();
        await using var services = ConsoleHost.Services(new(copy, machine.Port, TestConsole.AnyKey));
        var crowd = await TenantCrowd.Gather(services, copy, "killed", Tenants);
        var run = await crowd.Approve(await crowd.Start(await crowd.Preview("killed")));
        await using var gate = await TransactionGate.Before(copy, crowd.Tenants[4_321]);

        using (var first = machine.Start("serve", InstalledConsole.ConnectionVariables(copy, TestConsole.AnyKey)))
        {
            await gate.SomebodyWaits();
            first.Kill();
            await first.WaitForExitAsync();
        }
        await gate.Open();
        var before = await crowd.Suspended("killed");
        await crowd.Force("update work.lanes set leased_until = now()"); // moves the lease instead of waiting a minute
        using var second = machine.Start("serve", InstalledConsole.ConnectionVariables(copy, TestConsole.AnyKey));
        var ended = await crowd.Ended(run);
        second.Kill();
        await second.WaitForExitAsync();

        before.ShouldBeOneOf(3_500, 4_000); // results of the previous five hundred may not be written yet
        (ended.State, ended.Done, ended.Settled).ShouldBe((RunState.Done, Tenants, Tenants));
        (await crowd.Suspended("killed")).ShouldBe(Tenants);
        (await crowd.One<long>($"select count(*) from access.suspensions where opened_by = '{run.RunId}'")).ShouldBe(Tenants);
        (await crowd.One<long>($"select count(distinct place) from core.run_subjects where run_id = '{run.RunId}' and state = 'done'")).ShouldBe(Tenants);
        (await crowd.One<long>($"select count(distinct subject) from core.log where run_id = '{run.RunId}' and event = 'tenant.suspended'")).ShouldBe(Tenants);
        (await crowd.One<long>($"select count(*) from core.log where run_id = '{run.RunId}' and outcome = 'done'")).ShouldBe(Tenants);
        (await crowd.One<long>("select max(revision) from core.tenant_status")).ShouldBe(2);
    }
}
