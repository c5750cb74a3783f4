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

    /// <summary>
    /// Checks the cards of one batch of tenants, and compares one batch of changed records, then one of those that existed before their changes were marked. A busy application reports changes all the time, so
    /// the second doesn't wait until there are none.
    /// </summary>
    /// <returns>Whether more records are to be compared.</returns>
    public async Task<bool> Scan(CancellationToken stop)
    {
        var hasMoreCards = await CheckCards(stop);
        IReadOnlyList<StaleRecord> changed;
        await using (var work = await database.Read(stop))
            changed = await StaleRecord.ListChanged(BatchSize, work);
        if (changed.Count > 0)
        {
            await Compare(changed, stop);
            await Complete(changed, isSweep: false, stop);
        }
        return changed.Count == BatchSize || await Sweep(stop) || hasMoreCards;
    }

    /// <summary>Marks tenants whose cards have changed as changed records.</summary>
    /// <returns>Whether more tenants are to be checked.</returns>
    private async Task<bool> CheckCards(CancellationToken stop)
    {
        IReadOnlyList<StaleRecord> written;
        IReadOnlyList<StaleRecord> changed;
        await using (var work = await database.Read(stop))
        {
            written = await CardChanges.ListWritten(BatchSize, work);
            changed = written.Count == 0 ? [] : await CardChanges.FindChanged(written, work);
        }
        if (written.Count == 0)
            return false;
        await using (var work = await Write(written, stop))
        {
            if (changed.Count > 0)
                await StaleRecord.Mark(changed, work);
            await CardChanges.Clear(written, work);
            await work.Commit();
        }
        return written.Count == BatchSize;
    }

    private async Task<bool> Sweep(CancellationToken stop)
    {
        IReadOnlyList<StaleRecord>? existing;
        await using (var work = await database.Read(stop))
            existing = await FirstSweep.ListNext(BatchSize, work);
        if (existing is null)
            return false;
        if (existing.Count > 0)
            await Compare(existing, stop);
        await Complete(existing, isSweep: true, stop);
        return existing.Count > 0;
    }

    private async Task Compare(IReadOnlyList<StaleRecord> records, CancellationToken stop)
    {
        IReadOnlyList<string> removed;
        await using (var work = await Write(records, stop))
        {
            await work.Execute(WaitForOthers);
            removed = await KeyWriter.Replace(records, work);
            await work.Commit();
        }

        string[] recordIds = [.. records.Select(record => record.Id)];
        IReadOnlyList<SharedKey> shared;
        IReadOnlyList<CandidatePair> candidates;
        IReadOnlyList<CheckedKey> skipped;
        IReadOnlyList<StaleRecord> others;
        await using (var work = await database.Read(stop))
        {
            shared = await SharedKey.List(records, work);
            candidates = await CandidatePair.List(records, [.. shared.Where(key => !key.IsSkipped).Select(key => key.Key)], work);
            skipped = await SkippedKeys.Check(removed, work);
            string[] changedKeys =
            [
                .. shared.Where(key => key is { IsSkipped: true, IsRecorded: false }).Select(key => key.Key),
                .. skipped.Where(key => key.IsReleased).Select(key => key.Key),
            ];
            others = changedKeys.Length == 0 ? [] : await StaleRecord.ListWithKeys(changedKeys, recordIds, work);
        }

        await using (var work = await Write(records.Concat(others), stop))
        {
            await work.Execute(WaitForOthers);
            await _pairs.Write(recordIds, candidates, work);
            await SkippedKeys.Record([.. shared.Where(key => key.IsSkipped)], work);
            if (skipped.Count > 0)
                await SkippedKeys.Update(skipped, work);
            if (others.Count > 0)
                await StaleRecord.Mark(others, work);
            await work.Commit();
        }
    }

    /// <summary>Removes the marks last, so that a batch that was interrupted is compared again.</summary>
    private async Task Complete(IReadOnlyList<StaleRecord> records, bool isSweep, CancellationToken stop)
    {
        await using var work = await Write(records, stop);
        await work.Execute(WaitForOthers);
        if (isSweep)
            await FirstSweep.Advance(records, work);
        else
            await StaleRecord.Clear(records, work);
        await work.Commit();
    }

    private Task<UnitOfWork> Write(IEnumerable<StaleRecord> records, CancellationToken stop) =>
        database.Write(s_origin, [.. records.Select(record => record.TenantId).Append(IdGenerator.Platform).Distinct(StringComparer.Ordinal)], stop);
}
