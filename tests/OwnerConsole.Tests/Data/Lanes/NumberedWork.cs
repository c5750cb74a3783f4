using System.Collections.Concurrent;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Tests.Data.Lanes;

/// <summary>Numbered work that records the order of execution.</summary>
internal sealed class NumberedWork : IWorkHandler
{
    public const string Kind = "test.count";
    private readonly ConcurrentQueue<(string Lane, int Number)> _done = new();
    private readonly SemaphoreSlim _one = new(0);
    private int _failed;

    private readonly ConcurrentDictionary<int, int> _tried = new();

    public int FailOnce { get; init; }

    /// <summary>The number whose attempts fail, as often as <see cref="BreakTimes"/> says.</summary>
    public int? Break { get; init; }

    public int BreakTimes { get; init; } = int.MaxValue;

    public RetryPolicy RetryPolicy { get; init; } = RetryPolicy.Default;

    public TimeSpan? Interval { get; init; }

    public Func<Task>? OnFirst { get; set; }

    public Func<CancellationToken, Task>? OnEach { get; set; }

    public bool SendsExternally { get; init; }

    public string Name { get; init; } = Kind;

    public IReadOnlyList<(string Lane, int Number)> Done => [.. _done];

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var number = item.Body.TryGetProperty("number", out var given) ? given.GetInt32() : 0;
        if (_tried.AddOrUpdate(number, 1, (_, times) => times + 1) <= BreakTimes && number == Break)
            throw new InvalidOperationException("It broke, for somebody@example.com.");
        if (number == FailOnce && Interlocked.Exchange(ref _failed, 1) == 0)
            return WorkOutcome.Reschedule(TimeSpan.FromSeconds(1.5));
        if (OnFirst is { } first)
        {
            OnFirst = null;
            await first();
        }
        if (OnEach is { } each)
            await each(stop);
        _done.Enqueue((item.Lane, number));
        _one.Release();
        return WorkOutcome.Completed;
    }

    public int Tried(int number) => _tried.GetValueOrDefault(number);

    public async Task Until(int times)
    {
        for (var time = 0; time < times; time++)
            if (!await _one.WaitAsync(TimeSpan.FromSeconds(20)))
                throw new TimeoutException($"{time} of {times} were done.");
    }
}
