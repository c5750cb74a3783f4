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

    public string Permission => ProbeRoutes.Read;

    public int Order => 10;

    public async Task<IReadOnlyList<HealthCard>> Find(UnitOfWork work)
    {
        var started = Stopwatch.GetTimestamp();
        await work.One<int>("select 1");
        var took = Stopwatch.GetElapsedTime(started);
        var answer = new HealthCard(
            "database",
            "PostgreSQL",
            took < s_slow ? HealthState.Up : HealthState.Degraded,
            took < s_slow ? "The database answers." : "The database answers slowly.",
            null
        )
        {
            CheckedAt = clock.GetUtcNow(),
            LatencyMs = (int)took.TotalMilliseconds,
        };
        return database.DiskSpaceGuard is { Space: { } space } disk ? [answer, Disk(disk.State, space)] : [answer];
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
}
