using System.Diagnostics;
using Npgsql;

namespace OwnerConsole.Data;

/// <summary>
/// Whether the database has disk space for writes. Without it the console is read-only, so that acknowledged data is safe and the database can use
/// the remaining space.
/// </summary>
/// <remarks>Detected by <see cref="DiskSpaceMonitor"/> on a local volume, and by PostgreSQL's error 53100 in any case.</remarks>
public sealed class DiskSpaceGuard
{
    /// <summary>How long one such error of PostgreSQL counts; then the next write is a probe.</summary>
    private static readonly TimeSpan RefusalLifetime = TimeSpan.FromSeconds(5);

    private volatile VolumeSpace? _space;
    private VolumeState _state;
    private long _refused;
    private long _changedAt;

    public VolumeState State => WasRefused ? VolumeState.Full : _state;

    /// <summary>When the measured state was entered; null if that was before the console started, or if PostgreSQL reports another state.</summary>
    public DateTimeOffset? Since =>
        State == _state && Interlocked.Read(ref _changedAt) is var ticks and not 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Null if the volume is not local.</summary>
    public VolumeSpace? Space => _space;

    public bool IsFull => State is VolumeState.Full;

    public static Problem Problem =>
        new(
            503,
            "disk_full",
            "The console's disk is full, so the console is read-only until space is freed. Nothing was changed. Free disk space and try again."
        )
        {
            RetryAfter = TimeSpan.FromSeconds(30),
        };

    /// <summary>Checked before operations and reports; sign-ins and internal bookkeeping continue as long as PostgreSQL accepts them.</summary>
    /// <exception cref="Problem">503 while the disk is full.</exception>
    public void ThrowIfFull()
    {
        if (IsFull)
            throw Problem;
    }

    internal void Set(VolumeState state, VolumeSpace space, DateTimeOffset now)
    {
        if (_space is not null && state != _state)
            Interlocked.Exchange(ref _changedAt, now.UtcTicks);
        (_state, _space) = (state, space);
    }

    /// <summary>For use in an exception filter.</summary>
    /// <returns>False, so that the exception propagates.</returns>
    internal bool RecordRefusal(PostgresException error)
    {
        if (error.SqlState is PostgresErrorCodes.DiskFull)
            Interlocked.Exchange(ref _refused, Stopwatch.GetTimestamp());
        return false;
    }

    private bool WasRefused => Interlocked.Read(ref _refused) is var at and not 0 && Stopwatch.GetElapsedTime(at) < RefusalLifetime;
}
