using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Data.Lanes;

public sealed class LaneWorkerTests : IAsyncLifetime
{
    private readonly JobDurations _durations = new();
    private Connections _copy = null!; // these three fields are set before each test
    private Database _database = null!;
    private NotificationListener _notices = null!;

    public async ValueTask InitializeAsync()
    {
        _copy = await TestCluster.Current.Copy();
        _database = new(_copy);
        _notices = new(_database);
        await _notices.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _notices.StopAsync(CancellationToken.None);
        _notices.Dispose();
        await _database.DisposeAsync();
        await TestCluster.Current.Drop(_copy);
    }

    [Fact]
    public async Task Two_workers_keep_every_lane_in_order_and_execute_each_item_once()
    {
        var kind = new NumberedWork();
        foreach (var number in Enumerable.Range(1, 40))
            await Enqueue($"lane-{number % 4}", number);

        await using var one = await Worker(kind);
        await using var other = await Worker(kind);
        await kind.Until(40);

        kind.Done.Select(item => item.Number).Order().ShouldBe(Enumerable.Range(1, 40));
        foreach (var lane in kind.Done.GroupBy(item => item.Lane))
            lane.Select(item => item.Number).ShouldBeInOrder();
    }

    [Fact]
    public async Task A_rescheduled_item_blocks_its_own_lane_only()
    {
        var kind = new NumberedWork { FailOnce = 1 };
        await Enqueue("held", 1);
        await Enqueue("held", 2);
        await Enqueue("free", 3);

        await using var worker = await Worker(kind);
        await kind.Until(3);

        var numbers = kind.Done.Select(item => item.Number).ToList();
        numbers.IndexOf(1).ShouldBeLessThan(numbers.IndexOf(2));
        numbers[0].ShouldBe(3);
        var counted = 0L; // each item when it was done, and not when it was rescheduled
        await Poll.Until(() => (counted += _durations.Take().Values.Sum()) >= 3);
        counted.ShouldBe(3);
    }

    [Fact]
    public async Task Items_enqueued_while_their_lane_is_running_are_executed()
    {
        var kind = new NumberedWork();
        kind.OnFirst = () => Enqueue("busy", 2);
        await Enqueue("busy", 1);

        await using var worker = await Worker(kind);
        await kind.Until(2);

        kind.Done.Select(item => item.Number).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_recurring_item_exists_once_and_repeats_automatically()
    {
        var kind = new NumberedWork { Interval = TimeSpan.FromMilliseconds(200) };

        await using var one = await Worker(kind);
        await using var other = await Worker(kind);
        await kind.Until(3);

        await using var work = await _database.Read();
        (await work.One<long>("select count(*) from work.items where lane = 'every:test.count'")).ShouldBe(1);
    }

    [Fact]
    public async Task An_item_that_fails_its_last_attempt_is_dead_and_the_lane_continues()
    {
        var kind = new NumberedWork { Break = 1, RetryPolicy = new(TimeSpan.Zero, TimeSpan.Zero) };
        foreach (var number in new[] { 1, 2, 3 })
            await Enqueue("lane", number);

        await using var worker = await Worker(kind);
        await kind.Until(2);

        var dead = (await Dead()).ShouldHaveSingleItem();
        (dead.Lane, dead.Kind, dead.Attempts, dead.Error).ShouldBe(("lane", NumberedWork.Kind, 3, nameof(InvalidOperationException)));
        kind.Done.Select(item => item.Number).ShouldBe([2, 3]);
        kind.Tried(1).ShouldBe(3);
    }

    [Fact]
    public async Task Work_without_a_handler_reports_an_error()
    {
        await Enqueue("lane", 1);

        await using var worker = await Worker(new NumberedWork { Name = "test.other" });
        var error = await Eventually("select error from work.items where lane = 'lane' and attempts = 1");

        error.ShouldBe("No handler is registered for this kind of work.");
    }

    [Fact]
    public async Task Rescheduling_is_not_a_failure()
    {
        var kind = new NumberedWork { FailOnce = 1, RetryPolicy = new() };
        await Enqueue("lane", 1);

        await using var worker = await Worker(kind);
        await kind.Until(1);

        kind.Done.ShouldHaveSingleItem();
        (await Dead()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lane_that_fails_repeatedly_pauses_and_other_lanes_continue()
    {
        var kind = new NumberedWork
        {
            Break = 1,
            RetryPolicy = new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero) { PauseAfterFailures = 2, PauseLength = TimeSpan.FromHours(1) },
        };
        await Enqueue("resting", 1);
        await Enqueue("resting", 2);

        await using var worker = await Worker(kind);
        await Eventually("select 'rests' from work.lanes where lane = 'resting' and open_until > now()");
        await Enqueue("free", 3);
        await kind.Until(1);

        kind.Done.ShouldHaveSingleItem().Number.ShouldBe(3);
        kind.Tried(1).ShouldBe(2);
    }

    [Fact]
    public async Task After_a_pause_one_item_probes_the_lane_and_success_resumes_it()
    {
        var kind = new NumberedWork
        {
            Break = 1,
            BreakTimes = 2,
            RetryPolicy = new(TimeSpan.Zero, TimeSpan.Zero) { PauseAfterFailures = 1, PauseLength = TimeSpan.FromMilliseconds(300) },
        };
        await Enqueue("lane", 1);
        await Enqueue("lane", 2);

        await using var worker = await Worker(kind);
        await kind.Until(2);

        kind.Done.Select(item => item.Number).ShouldBe([1, 2]);
        (await Eventually("select 'awake' from work.lanes where lane = 'lane' and failures = 0 and open_until is null")).ShouldBe("awake");
    }

    [Fact]
    public async Task A_failing_recurring_item_is_never_dead()
    {
        var kind = new NumberedWork
        {
            Break = 0,
            BreakTimes = 3,
            Interval = TimeSpan.FromMilliseconds(100),
            RetryPolicy = new(),
        };

        await using var worker = await Worker(kind);
        await kind.Until(1);

        kind.Tried(0).ShouldBeGreaterThan(3);
        (await Dead()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Work_with_external_effects_is_recorded_before_the_next_item_starts()
    {
        var left = new ConcurrentQueue<long>();
        var kind = new NumberedWork { SendsExternally = true, OnEach = async _ => left.Enqueue(await Left()) };
        foreach (var number in new[] { 1, 2, 3 })
            await Enqueue("lane", number);

        await using var worker = await Worker(kind);
        await kind.Until(3);

        left.ShouldBe([3, 2, 1]);
    }

    [Fact]
    public async Task A_stop_records_finished_items_and_a_restart_continues_with_the_rest()
    {
        var third = new TaskCompletionSource();
        var before = new NumberedWork();
        before.OnEach = async stop =>
        {
            if (before.Done.Count < 2)
                return;
            third.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
        };
        foreach (var number in new[] { 1, 2, 3 })
            await Enqueue("lane", number);

        await using (await Worker(before))
            await third.Task;
        var left = await Left();
        var after = new NumberedWork();
        await using var worker = await Worker(after);
        await after.Until(1);

        left.ShouldBe(1);
        after.Done.Select(item => item.Number).ShouldBe([3]);
    }

    private async Task<long> Left()
    {
        await using var work = await _database.Read();
        return await work.One<long>("select count(*) from work.items where lane = 'lane'");
    }

    private async Task<IReadOnlyList<DeadItem>> Dead()
    {
        await using var work = await _database.Read();
        return (await DeadItems.Open(new(), work)).Data;
    }

    /// <returns>The first text that the query returns.</returns>
    private async Task<string> Eventually(string sql)
    {
        for (var until = Environment.TickCount64 + 20_000; Environment.TickCount64 < until; )
        {
            await using var work = await _database.Read();
            if (await work.One<string>(sql) is { } text)
                return text;
            await NotificationListener.Wait(_notices.Next("work"), TimeSpan.FromMilliseconds(20), CancellationToken.None);
        }
        throw new TimeoutException(sql);
    }

    private async Task Enqueue(string lane, int number)
    {
        await using var work = await _database.Write(WriteOrigin.Intake("test"), []);
        await work.Enqueue(lane, NumberedWork.Kind, new { number });
        work.WakeWorkers();
        await work.Commit();
    }

    private async Task<RunningWorker> Worker(IWorkHandler kind)
    {
        var worker = new LaneWorker(_database, _notices, new(TimeProvider.System), [kind], _durations, NullLogger<LaneWorker>.Instance);
        await worker.StartAsync(CancellationToken.None);
        return new(worker);
    }

    private sealed record RunningWorker(LaneWorker Worker) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Worker.StopAsync(CancellationToken.None);
            Worker.Dispose();
        }
    }
}
