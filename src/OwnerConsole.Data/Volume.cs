namespace OwnerConsole.Data;

/// <summary>File system of the database, and the limits for its free space.</summary>
/// <param name="Path">Any directory on it.</param>
public sealed record Volume(string Path)
{
    /// <summary>Share of the total, 0 to 1: below it, people are warned.</summary>
    public double WarnBelow { get; init; } = 0.10;

    /// <summary>Share of the total, 0 to 1: below it, the console is read-only.</summary>
    public double StopBelow { get; init; } = 0.05;

    /// <summary>The same limit in bytes, used if it is higher.</summary>
    public long StopBelowBytes { get; init; } = 1_000_000_000;

    /// <exception cref="IOException">The file system is not available.</exception>
    public VolumeSpace Measure()
    {
        var drive = new DriveInfo(Path);
        return new(Path, drive.AvailableFreeSpace, drive.TotalSize);
    }

    /// <param name="was">Previous state; a full volume must exceed the limit slightly before it counts as free, so that the state doesn't
    /// flicker.</param>
    public VolumeState Evaluate(VolumeSpace space, VolumeState was)
    {
        var stop = Math.Max(StopBelow * space.Total, StopBelowBytes) * (was is VolumeState.Full ? 1.1 : 1);
        return space.Free < stop ? VolumeState.Full
            : space.Free < WarnBelow * space.Total ? VolumeState.Low
            : VolumeState.Roomy;
    }
}

/// <param name="Free">Free bytes available to the database.</param>
/// <param name="Total">Total bytes.</param>
public sealed record VolumeSpace(string Path, long Free, long Total);

public enum VolumeState
{
    Roomy,
    Low,
    Full,
}
