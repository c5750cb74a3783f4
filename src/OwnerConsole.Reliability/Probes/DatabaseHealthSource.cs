using System.Diagnostics;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Reliability.Probes;

/// <summary>The health of the console's database and of its disk.</summary>
internal sealed class DatabaseHealthSource(Database database, TimeProvider clock) : IHealthSource
{
    /// <summary>Above this, pages are noticeably slow.</summary>
    private static readonly TimeSpan s_slow = TimeSpan.FromMilliseconds(250);

    private volatile SeenState? _seen;

    public string Permission => ProbeRoutes.Read;

    public int Order => 10;

    public async Task<IReadOnlyList<HealthCard>> Find(UnitOfWork work)
    {
        var started = Stopwatch.GetTimestamp();
        var startedAt = await work.One<DateTimeOffset>("select pg_postmaster_start_time()");
        var took = Stopwatch.GetElapsedTime(started);
        var state = took < s_slow ? HealthState.Up : HealthState.Degraded;
        var answer = new HealthCard("database", "PostgreSQL", state, took < s_slow ? "The database answers." : "The database answers slowly.", null)
        {
            Since = FindSince(state, startedAt),
            CheckedAt = clock.GetUtcNow(),
            LatencyMs = (int)took.TotalMilliseconds,
        };
        return database.DiskSpaceGuard is { Space: { } space } disk ? [answer, Disk(disk.State, space)] : [answer];
    }

    /// <returns>When this process first saw the state; the start of the server if it answered at once each time since then.</returns>
    private DateTimeOffset FindSince(HealthState state, DateTimeOffset startedAt)
    {
        var last = _seen is { } seen && seen.StartedAt == startedAt ? seen : null;
        var since =
            last?.State == state ? last.Since
            : last is null && state is HealthState.Up ? startedAt
            : clock.GetUtcNow();
        _seen = new(state, since, startedAt);
        return since;
    }

    private HealthCard Disk(VolumeState state, VolumeSpace space)
    {
        var room = $"{ByteCount.Text(space.Free)} of {ByteCount.Text(space.Total)} are free.";
        return new(
            "disk",
            "Disk",
            state switch
            {
                VolumeState.Full => HealthState.Down,
                VolumeState.Low => HealthState.Degraded,
                _ => HealthState.Up,
            },
            state is VolumeState.Full ? $"The console is read-only until space is freed: {room}" : room,
            null
        )
        {
            Since = database.DiskSpaceGuard.Since,
            CheckedAt = clock.GetUtcNow(),
        };
    }

    /// <param name="Since">When the state was first seen.</param>
    /// <param name="StartedAt">When the server was started.</param>
    private sealed record SeenState(HealthState State, DateTimeOffset Since, DateTimeOffset StartedAt);
}
