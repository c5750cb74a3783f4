using System.Diagnostics;
using Npgsql;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Data;

/// <summary>Whether the database has room to write. While it has none the console shows and takes nothing in: what was acknowledged stays, and the database lives on what is left.</summary>
/// <remarks>Told by <see cref="VolumeWatch"/> where the volume is ours to measure, and by PostgreSQL itself (53100) wherever it is.</remarks>
public sealed class Fullness
{
    /// <summary>One refusal of PostgreSQL counts so long; after it, the next write is the probe.</summary>
    private static readonly TimeSpan Counts = TimeSpan.FromSeconds(5);

    private volatile VolumeSpace? _space;
    private VolumeState _state;
    private long _refused;

    public VolumeState State => WasRefused ? VolumeState.Full : _state;

    /// <summary>Null where the volume is somebody else's.</summary>
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

    /// <summary>Asked before anything that is decided or reported; signing in and the console's own books go on as long as PostgreSQL takes them.</summary>
    /// <exception cref="Modules.Problem">503 while it is full</exception>
    public void Demand()
    {
        if (IsFull)
            throw Problem;
    }

    internal void Set(VolumeState state, VolumeSpace space) => (_state, _space) = (state, space);

    /// <summary>Made to stand in an exception filter.</summary>
    /// <returns>false, so that the error goes its way</returns>
    internal bool Note(PostgresException error)
    {
        if (error.SqlState is PostgresErrorCodes.DiskFull)
            Interlocked.Exchange(ref _refused, Stopwatch.GetTimestamp());
        return false;
    }

    private bool WasRefused => Interlocked.Read(ref _refused) is var at and not 0 && Stopwatch.GetElapsedTime(at) < Counts;
}
