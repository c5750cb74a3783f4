using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Forms;

namespace OwnerConsole.Tests.Kernel.Operations;

/// <summary>The disk fills up during a bulk operation (fault 5): the run pauses, reports the cause, and resumes with nothing lost or repeated.</summary>
[Slow(9, "Operations")]
public sealed class FullRunTests : IAsyncLifetime
{
    private const int Tenants = 60; // six chunks of ten

    private SmallDisk _disk = null!; // mounted before each test
    private TestConsole _console = null!; // started before each test

    public async ValueTask InitializeAsync()
    {
        _disk = await SmallDisk.Mount(64);
        _console = await TestConsole.Start(options =>
            options with
            {
                Connections = TestConsole.Roomy(options.Connections),
                Volume = new(_disk.Path)
                {
                    StopBelow = 0,
                    StopBelowBytes = 8 << 20,
                    WarnBelow = 0.25,
                },
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _console.DisposeAsync();
        _disk.Dispose();
    }

    [Fact]
    public async Task A_run_pauses_after_its_current_chunk_and_resumes_when_space_is_freed()
    {
        var owner = await TestBrowser.Owner(_console);
        var crowd = await TenantCrowd.Gather(_console, "full", Tenants);
        var run = await crowd.Start(await crowd.Preview("full"));
        await using (var gate = await TransactionGate.Before(crowd, crowd.Tenants[35]))
        {
            await crowd.Approve(run);
            await gate.SomebodyWaits();
            _disk.Leave(4 << 20);
            await Poll.Until(() => Fullness.IsFull);
            await gate.Open();
        }

        var waiting = await crowd.Until(run.RunId, now => now.Settled == 40); // the current chunk is completed
        await owner.Get(OperationAddress.Of(run.RunId));
        var page = owner.Page;
        await WaitForRetry(crowd, run);
        var still = await crowd.Suspended("full");
        _disk.MakeRoom();
        var ended = await crowd.Ended(run);

        waiting.IsRunning.ShouldBeTrue();
        page.ShouldContain("Paused: the disk is full");
        still.ShouldBe(40);
        await ShouldBeComplete(crowd, ended);
    }

    [Fact]
    public async Task A_full_PostgreSQL_disk_fails_no_subject_and_counts_no_attempt()
    {
        var crowd = await TenantCrowd.Gather(_console, "refused", Tenants);
        await crowd.Poison(crowd.Tenants[35], "raise exception 'could not extend file' using errcode = 'disk_full'");
        var run = await crowd.Approve(await crowd.Start(await crowd.Preview("refused")));

        await Poll.Until(() => Fullness.IsFull);
        var waiting = await crowd.Until(run.RunId, now => now.Settled == 30);
        await Poll.Until(() => !Fullness.IsFull); // it is retried and refused again
        await Poll.Until(() => Fullness.IsFull);
        var attempts = await crowd.One<long>("select coalesce(max(attempts), 0)::bigint from work.items where kind = 'run.carry'");
        await crowd.Force($"drop trigger poison_{crowd.Tenants[35][^6..]} on access.suspensions");
        var ended = await crowd.Ended(run);

        waiting.IsRunning.ShouldBeTrue();
        attempts.ShouldBe(0);
        await ShouldBeComplete(crowd, ended);
    }

    private DiskSpaceGuard Fullness => _console.Services.GetRequiredService<Database>().DiskSpaceGuard;

    private static async Task ShouldBeComplete(TenantCrowd crowd, Run ended)
    {
        (ended.State, ended.Done, ended.Settled).ShouldBe((RunState.Done, Tenants, Tenants));
        (await crowd.One<long>($"select count(*) from access.suspensions where opened_by = '{ended.RunId}'")).ShouldBe(Tenants);
        (await crowd.One<long>($"select count(*) from core.log where run_id = '{ended.RunId}' and event = 'tenant.suspended'")).ShouldBe(Tenants);
        (await crowd.One<long>("select max(revision) from core.tenant_status")).ShouldBe(2);
    }

    /// <summary>Waits longer than the retry interval of its lane.</summary>
    private static async Task WaitForRetry(TenantCrowd crowd, Run run)
    {
        for (var beat = 0; beat < 15; beat++)
        {
            await Task.Delay(100);
            (await crowd.Runs.Find(crowd.Ann, run.RunId, CancellationToken.None)).Settled.ShouldBe(40);
        }
    }
}
