namespace OwnerConsole.Kernel.Data;

/// <summary>The file system that the database lies on, and how little room on it is too little.</summary>
/// <param name="Path">any directory of it</param>
public sealed record Volume(string Path)
{
    /// <summary>Share of the whole, 0 to 1: less than this is free, and people are warned.</summary>
    public double WarnBelow { get; init; } = 0.10;

    /// <summary>Share of the whole, 0 to 1: less than this is free, and nothing is taken in any more.</summary>
    public double StopBelow { get; init; } = 0.05;

    /// <summary>The same in bytes, where that is more.</summary>
    public long StopBelowBytes { get; init; } = 1_000_000_000;

    /// <exception cref="IOException">the file system is gone</exception>
    public VolumeSpace Look()
    {
        var drive = new DriveInfo(Path);
        return new(Path, drive.AvailableFreeSpace, drive.TotalSize);
    }

    /// <param name="was">what was full stays so until there is a little more room than it takes: nothing flickers at the limit</param>
    public VolumeState Judge(VolumeSpace space, VolumeState was)
    {
        var stop = Math.Max(StopBelow * space.Total, StopBelowBytes) * (was is VolumeState.Full ? 1.1 : 1);
        return space.Free < stop ? VolumeState.Full
            : space.Free < WarnBelow * space.Total ? VolumeState.Low
            : VolumeState.Roomy;
    }
}

/// <param name="Free">bytes that the database may still use</param>
/// <param name="Total">bytes</param>
public sealed record VolumeSpace(string Path, long Free, long Total);

public enum VolumeState
{
    Roomy,
    Low,
    Full,
}
