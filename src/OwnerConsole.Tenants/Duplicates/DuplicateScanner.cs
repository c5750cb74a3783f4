using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>
/// Finds likely duplicates of members and tenants that have changed. Only records with a common key are compared, so the work grows with the changes and not
/// with the number of all pairs.
/// </summary>
public sealed class DuplicateScanner(Database database, IdGenerator ids) : IWorkHandler
{
    private const int BatchSize = 500;

    /// <summary>Batches write one after the other, also if an earlier one continues after its lease.</summary>
    private const string WaitForOthers = "select pg_advisory_xact_lock(hashtextextended('duplicates.scan', 0))";

    private static readonly WriteOrigin s_origin = WriteOrigin.Intake("duplicates");

    private readonly PairWriter _pairs = new(ids);

    public string Name => "duplicates.scan";

    public string Title => "Find duplicates";

    public TimeSpan? Interval => TimeSpan.FromSeconds(30);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop) =>
        await Scan(stop) ? WorkOutcome.Reschedule(TimeSpan.Zero) : WorkOutcome.Completed;

    /// <summary>Compares one batch of changed records; without changes, one batch of those that existed before.</summary>
    /// <returns>Whether more records are to be compared.</returns>
    public async Task<bool> Scan(CancellationToken stop)
    {
        var (records, isSweep) = await FindNext(stop);
        if (records.Count > 0)
            await Compare(records, stop);
        if (records.Count > 0 || isSweep)
            await Complete(records, isSweep, stop);
        return records.Count > 0 && (isSweep || records.Count == BatchSize);
    }

    private async Task<(IReadOnlyList<StaleRecord> Records, bool IsSweep)> FindNext(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var changed = await StaleRecord.ListChanged(BatchSize, work);
        return changed.Count > 0 ? (changed, false)
            : await FirstSweep.ListNext(BatchSize, work) is { } records ? (records, true)
            : ([], false);
    }

    private async Task Compare(IReadOnlyList<StaleRecord> records, CancellationToken stop)
    {
        string[] recordIds = [.. records.Select(record => record.Id)];
        IReadOnlyList<RecordKey> keys;
        await using (var work = await database.Read(stop))
            keys = await ComparedRecords.ListKeys(records, work);

        IReadOnlyList<string> removed;
        await using (var work = await Write(records.Select(record => record.TenantId), stop))
        {
            await work.Execute(WaitForOthers);
            removed = await KeyWriter.Replace(records, keys, work);
            await work.Commit();
        }

        IReadOnlyList<SharedKey> counts;
        IReadOnlyList<CandidatePair> candidates;
        IReadOnlyList<ReleasedRecord> released;
        await using (var work = await database.Read(stop))
        {
            counts = await SharedKey.List(recordIds, work);
            candidates = await CandidatePair.List(recordIds, [.. counts.Where(count => !count.IsSkipped).Select(count => count.Key)], work);
            released = await SkippedKeys.ListReleased(removed, work);
        }

        await using (var work = await Write(records.Select(record => record.TenantId).Concat(released.Select(record => record.TenantId)), stop))
        {
            await work.Execute(WaitForOthers);
            await _pairs.Write(recordIds, candidates, work);
            await SkippedKeys.Record([.. counts.Where(count => count.IsSkipped)], work);
            if (released.Count > 0)
                await SkippedKeys.Release(released, work);
            await work.Commit();
        }
    }

    /// <summary>Removes the marks last, so that a batch that was interrupted is compared again.</summary>
    private async Task Complete(IReadOnlyList<StaleRecord> records, bool isSweep, CancellationToken stop)
    {
        await using var work = await Write(records.Select(record => record.TenantId), stop);
        await work.Execute(WaitForOthers);
        if (isSweep)
            await FirstSweep.Advance(records, work);
        else
            await StaleRecord.Clear(records, work);
        await work.Commit();
    }

    private Task<UnitOfWork> Write(IEnumerable<string> tenants, CancellationToken stop) =>
        database.Write(s_origin, [.. tenants.Append(IdGenerator.Platform).Distinct(StringComparer.Ordinal)], stop);
}
