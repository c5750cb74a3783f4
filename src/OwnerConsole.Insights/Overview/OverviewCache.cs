using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Streams;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Insights.Overview;

/// <summary>The metrics of the overview, computed once for everyone and again in the background after each change, while someone looks at them.</summary>
/// <remarks>
/// They are computed for the whole platform without a reader's limits, and hidden fields are removed for each reader. Readers limited to some tenants
/// get their own answer.
/// </remarks>
public sealed class OverviewCache(
    OverviewMetrics numbers,
    IEnumerable<UnconvertedRevenue> unconverted,
    Database database,
    NotificationListener notices,
    ILogger<OverviewCache> log
) : BackgroundService
{
    private const int MaxKeys = 16;

    private static readonly TimeSpan s_minPause = TimeSpan.FromSeconds(1);

    /// <summary>Numbers also change because time passes.</summary>
    private static readonly TimeSpan s_maxAgeUnchanged = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan s_keptAfterLastRead = TimeSpan.FromHours(1);

    /// <summary>The hours of 90 days hardly change within minutes.</summary>
    private static readonly TimeSpan s_maxAgeOfHours = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Key, Entry> _entries = new();

    /// <summary>Age up to which values are shown although data has changed since, because they are being refreshed.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(2);

    public async Task<OverviewMetrics.Result> Find(HotspotKind hot, Caller caller, Mode mode, CancellationToken stop)
    {
        if (caller.IsScoped || TenantScope.Current is not null)
            return await numbers.Find(hot, caller, stop);
        if (_entries.Count > MaxKeys)
            _entries.Clear(); // the terminology has changed many times
        var key = new Key(mode, hot, PlatformWords.Current);
        var entry = _entries.GetOrAdd(key, _ => new());
        entry.ReadAt = Stopwatch.GetTimestamp();
        var askedAt = entry.ReadAt;
        while (true)
        {
            if (entry.Current is { } current && (current.StartedAt >= askedAt || Stopwatch.GetElapsedTime(current.StartedAt) < MaxAge))
                return current.Numbers.WithoutHidden();
            await Refresh(key, entry).WaitAsync(stop);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stop) =>
        Loop.RunForever(
            () => RefreshAll(stop),
            s_minPause,
            error => log.LogWarning(error, "The metrics of the overview can't be refreshed. The previous values are shown."),
            stop
        );

    private async Task RefreshAll(CancellationToken stop)
    {
        var wake = Task.WhenAny(notices.Next(StatusCounts.CountedChannel), notices.Next("log_written"));
        var began = Stopwatch.GetTimestamp();
        foreach (var (key, entry) in _entries)
            if (Stopwatch.GetElapsedTime(entry.ReadAt) > s_keptAfterLastRead)
                _entries.TryRemove(new(key, entry));
            else if (entry.Current is { } current && IsOutdated(current))
                await Refresh(key, entry).WaitAsync(stop);
        await Task.Delay(Loop.PauseAfter(Stopwatch.GetElapsedTime(began), s_minPause), stop);
        await NotificationListener.Wait(wake, s_maxAgeUnchanged, stop);
    }

    private bool IsOutdated(Snapshot snapshot)
    {
        var age = Stopwatch.GetElapsedTime(snapshot.StartedAt);
        return age > s_maxAgeUnchanged || notices.ArrivedWithin(StatusCounts.CountedChannel, age) || notices.ArrivedWithin("log_written", age);
    }

    /// <returns>The running computation, which several readers wait for.</returns>
    private Task Refresh(Key key, Entry entry)
    {
        lock (entry.Lock)
        {
            if (entry.Running is not { IsCompleted: false })
                using (ExecutionContext.SuppressFlow()) // the answer is shared, so this request's limits must not apply
                    entry.Running = Task.Run(() => Compute(key, entry));
            return entry.Running;
        }
    }

    private async Task Compute(Key key, Entry entry)
    {
        var startedAt = Stopwatch.GetTimestamp();
        PlatformWords.SetCurrent(key.Words);
        var before = entry.Current;
        var kept = before?.Hours is { } hours && Stopwatch.GetElapsedTime(before.HoursAt) < s_maxAgeOfHours && MaxAge > TimeSpan.Zero ? hours : null;
        var found = await numbers.Find(key.Hot, Caller.System with { Mode = key.Mode }, CancellationToken.None, kept);
        await using (var work = await database.Read())
            found = found with { Unconverted = unconverted.FirstOrDefault() is { } find ? await find(key.Mode, work) : [] };
        entry.Current = new(startedAt, found, found.Hours, kept is null ? startedAt : before!.HoursAt);
        if (before is not null && before.Numbers.Values != found.Values)
            notices.WakeLocal(LogStream.OverviewChannel);
    }

    private sealed record Key(Mode Mode, HotspotKind Hot, PlatformWords Words);

    private sealed class Entry
    {
        public Lock Lock { get; } = new();

        public Task? Running { get; set; }

        public Snapshot? Current { get; set; }

        public long ReadAt { get; set; }
    }

    /// <param name="StartedAt">Timestamp before the first read.</param>
    private sealed record Snapshot(long StartedAt, OverviewMetrics.Result Numbers, Metrics.Catalogue.MetricAnswer? Hours, long HoursAt);
}
