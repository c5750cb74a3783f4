using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Size of the console's database, and used share of its disk, for alert rules.</summary>
/// <remarks>The share is unknown if the database is on another machine. Its size can be compared all the same.</remarks>
internal sealed class WatchedStorage(DatabaseSize measured, Database database) : IWatchedNumberSource
{
    private const string Share = "storage",
        Size = "storage_size",
        Target = "the console";

    public IReadOnlyList<WatchedNumber> Numbers { get; } = [new(Share, "Storage", "%", Target), new(Size, "Storage", "MB", Target)];

    public async Task<IReadOnlyList<NumberReading>> Read(IReadOnlyCollection<string> keys, DateTimeOffset now, UnitOfWork work)
    {
        var readings = new List<NumberReading>();
        if (keys.Contains(Share, StringComparer.Ordinal) && database.DiskSpaceGuard.Space is { Total: > 0 } space)
            readings.Add(new(Share, null, null, Math.Round(100m * (space.Total - space.Free) / space.Total, 2), now, IsFresh: true));
        if (keys.Contains(Size, StringComparer.Ordinal))
        {
            var size = await measured.Measure(work);
            readings.Add(new(Size, null, null, Math.Round(size.Bytes / ByteCount.BytesPerMegabyte, 2), size.At, IsFresh: true));
        }
        return readings;
    }

    /// <remarks>Hours have their highest size only, which rules with a threshold below compare too.</remarks>
    public async Task<IReadOnlyList<NumberPeriod>?> FindPast(NumberCondition condition, DateTimeOffset since, UnitOfWork work)
    {
        if (condition.Number.Key == Size)
            return await StorageHistory.FindMet("bytes", condition.IsAbove, (double)(condition.Threshold * ByteCount.BytesPerMegabyte), since, work);
        return database.DiskSpaceGuard.Space is null
            ? null // the database is on another machine
            : await StorageHistory.FindMet("used_share", condition.IsAbove, (double)condition.Threshold, since, work);
    }
}
