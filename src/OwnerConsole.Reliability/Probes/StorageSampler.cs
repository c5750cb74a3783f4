using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Stores the size of the console's database. Each hour keeps its highest size, so a repeated run changes nothing.</summary>
internal sealed class StorageSampler(DatabaseSize measured, Database database) : IWorkHandler
{
    public const string Kind = "storage.measure";

    public string Name => Kind;

    public string Title => "Measure storage";

    /// <summary>Shorter than an hour, so that each hour has a size even if a run is late.</summary>
    public TimeSpan? Interval => TimeSpan.FromMinutes(15);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        var size = await measured.Measure(work);
        await StorageHistory.Add(size.Bytes, database.DiskSpaceGuard.Space, work);
        await work.Commit();
        return WorkOutcome.Completed;
    }
}
