using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Log;

/// <summary>
/// Removes the sentence and data of lines older than the retention period, and the corresponding texts of their runs: up to 1,000 lines per
/// transaction, which also writes the line that records the removal.
/// </summary>
/// <remarks>
/// Prunes only lines that are signed, processed by every reader, and whose hash was just recalculated. Lines of a run that is open or can be undone
/// are kept.
/// </remarks>
public sealed class LogPruner(Database database, LogWriter logbook, LogAlerts alerts, IEnumerable<ILogSubscriber> readers) : IWorkHandler
{
    public const string Kind = "log.prune";

    private const int MaxLines = 1_000;

    /// <summary>Maximum number of batches per turn, well within the lease of the work item.</summary>
    private const int MaxBatches = 20;

    public string Name => Kind;

    public string Title => "Delete expired log entries";

    public TimeSpan? Interval => TimeSpan.FromMinutes(1);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var after = 0L;
        for (var batch = 0; batch < MaxBatches && await PruneNext(after, stop) is { } reached; batch++)
            after = reached;
        return WorkOutcome.Completed;
    }

    /// <param name="after">Position reached in an earlier turn.</param>
    /// <returns>The position reached; null if nothing more is due.</returns>
    public async Task<long?> PruneNext(long after, CancellationToken stop)
    {
        if (await Plan(stop) is not { } plan)
            return null;
        var settled = Math.Max(plan.Settled, 0);
        var lines = await FindDue(plan, Math.Max(after, settled), stop);
        // Small numbers of lines wait for a day, because each removal adds a line to the log.
        if (lines.Count == 0 || (lines.Count < MaxLines && !plan.IsDayOver))
            return null;
        if (lines.FirstOrDefault(line => !line.Line.Leaf().AsSpan().SequenceEqual(line.Line.Stored)) is { } wrong)
        {
            await alerts.Open(
                new(Fault.Mismatch, wrong.Line.Pos, wrong.Line.Pos, "The entry was changed: its hash differs from the hash stored with it."),
                stop
            );
            return null;
        }
        var free = lines.Where(line => !line.IsHeld).ToArray();
        if (free.Length > 0 && !await Prune(plan, free, Settled(lines, after, settled), stop))
            return null;
        return lines[^1].Line.Pos;
    }

    // Nothing remains below the first waiting line. Batches after such a line don't advance the settled position.
    private static long Settled(IReadOnlyList<Candidate> lines, long after, long settled) =>
        after > settled ? settled
        : lines.FirstOrDefault(line => line.IsHeld) is { } first ? first.Line.Pos - 1
        : lines[^1].Line.Pos;

    /// <returns>Null if no policy is in force, or the log can't be trusted.</returns>
    private async Task<PrunePlan?> Plan(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.One<PrunePlan>(
            $"""
            select p.opened_by as policy, p.days, now() - make_interval(days => p.days) as before,
                   coalesce((last.data::jsonb ->> 'settled')::bigint, 0) as settled,
                   coalesce(last.at < now() - interval '1 day', true) as is_day_over,
                   least(
                     coalesce((select max(size) from core.log_checkpoints), 0),
                     (select case when count(*) < cardinality(@readers) then 0 else coalesce(min(c.pos), (select max(pos) from core.log_order)) end
                        from core.cursors c where c.reader = any(@readers)),
                     coalesce((select o.pos from core.log l join core.log_order o using (id) where l.at < now() - make_interval(days => p.days)
                                order by l.at desc, l.id desc limit 1), 0)) as until
              from core.log_retention p
              left join lateral (select l.at, l.data from core.log l where {PruneRecord.IsPruneRecord("l")} order by l.at desc, l.id desc limit 1) last on true
             where p.tenant_id = 'tnt_platform' and p.closed_by is null and p.days is not null and p.opened_at < now() - @delay
               and not exists (select from core.log_alerts where closed_at is null)
            """,
            new { readers = readers.Select(reader => reader.Name).ToArray(), delay = LogRetention.Delay }
        );
    }

    private async Task<IReadOnlyList<Candidate>> FindDue(PrunePlan plan, long after, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var lines = await work.List<StoredLogLine>(
            $"""
            select {LogLineReader.Columns}
              from core.log_order o join core.log l using (id)
             where o.pos > @after and o.pos <= @Until and l.pruned_at is null and l.at < @Before and not {PruneRecord.IsPruneRecord("l")}
             order by o.pos
             limit @most
            """,
            new
            {
                after,
                plan.Until,
                plan.Before,
                most = MaxLines,
            }
        );
        var held = await work.List<long>(
            $"""
            select o.pos
              from core.log_order o join core.log l using (id) join core.runs r using (run_id)
             where o.pos = any(@positions)
               and ({IsOpen("r")} or r.undo_until > now() or exists (select from core.runs u where u.undo_of = r.run_id and ({IsOpen(
                "u"
            )} or u.started_at >= @Before)))
            union all
            select o.pos
              from core.log_order o join core.log l using (id) join core.log_order earlier on earlier.pos = o.pos - 1 join core.log e on e.id = earlier.id
             where o.pos = any(@positions) and l.at < e.at - @drift
            """,
            new
            {
                positions = lines.Select(line => line.Pos).ToArray(),
                plan.Before,
                drift = LogRetention.ClockDrift,
            }
        );
        return [.. lines.Select(line => new Candidate(line, held.Contains(line.Pos)))];
    }

    private static string IsOpen(string run) => $"{run}.state in ('waiting_approval', 'queued', 'running', 'waiting')";

    /// <returns>False if the policy was changed in the meantime, or another node was faster.</returns>
    private async Task<bool> Prune(PrunePlan plan, Candidate[] batch, long settled, CancellationToken stop)
    {
        var lines = batch.Select(candidate => candidate.Line).ToArray();
        await using var work = await database.Write(
            WriteOrigin.Intake(Kind),
            [.. lines.Select(line => line.TenantId).Append(IdGenerator.Platform).Distinct(StringComparer.Ordinal)],
            stop
        );
        var policy = await work.List<string>(
            "select opened_by from core.log_retention where tenant_id = 'tnt_platform' and opened_by = @Policy and closed_by is null for share",
            new { plan.Policy }
        );
        var notice = LogRetention.Notice(plan.Days);
        if (policy.Count == 0 || await ClearLines(lines, notice, work) != lines.Length)
            return false;
        await ClearRuns(lines, notice, work);
        Record(plan, lines, settled, work);
        await work.Commit();
        return true;
    }

    private static Task<int> ClearLines(StoredLogLine[] lines, string notice, UnitOfWork work) =>
        work.Execute(
            """
            update core.log set sentence = @notice, data = null, pruned_at = now()
             where id in (select o.id from core.log_order o where o.pos = any(@positions)) and pruned_at is null
            """,
            new { notice, positions = lines.Select(line => line.Pos).ToArray() }
        );

    /// <summary>Removes the same sentences and changes, and the reason, from the page of the run.</summary>
    private static async Task ClearRuns(StoredLogLine[] lines, string notice, UnitOfWork work)
    {
        var ofRuns = lines.Where(line => line.RunId is not null).ToArray();
        var args = new
        {
            notice,
            runs = ofRuns.Select(line => line.RunId).ToArray(),
            tenants = ofRuns.Select(line => line.TenantId).ToArray(),
            subjects = ofRuns.Select(line => line.Subject).ToArray(),
        };
        await work.Execute(
            """
            update core.run_subjects s set sentence = @notice
              from (select distinct l.run_id, l.tenant_id, l.subject_id from unnest(@runs, @tenants, @subjects) l(run_id, tenant_id, subject_id)) l
             where s.run_id = l.run_id and s.tenant_id = l.tenant_id and s.subject_id = l.subject_id
            """,
            args
        );
        await work.Execute(
            """
            update core.preview_subjects p set sentence = @notice, effects = '[]'
              from (select distinct r.preview_id, l.tenant_id, l.subject_id
                      from unnest(@runs, @tenants, @subjects) l(run_id, tenant_id, subject_id) join core.runs r using (run_id)) l
             where p.preview_id = l.preview_id and p.tenant_id = l.tenant_id and p.subject_id = l.subject_id
            """,
            args
        );
        await work.Execute(
            "update core.runs set input = '{}', reason = null, verdict = null where run_id = any(@runs) and (input <> '{}' or reason is not null or verdict is not null)",
            args
        );
    }

    private void Record(PrunePlan plan, StoredLogLine[] lines, long settled, UnitOfWork work)
    {
        var digest = new PruneDigest(plan.Days);
        foreach (var line in lines)
            digest.Add(line);
        var record = new PruneRecord(
            plan.Policy,
            plan.Days,
            plan.Before,
            PrunedRange.Of(lines.Select(line => line.Pos)),
            lines.Length,
            settled,
            digest.Value()
        );
        var says = Sentence.Say(
            $"The text of {lines.Length:entry|entries} at positions {lines[0].Pos} to {lines[^1].Pos} was removed: the retention policy keeps text for {plan.Days} days."
        );
        logbook.Write([new(IdGenerator.Platform, "system", "system", "done", says) { Code = PruneRecord.Code, PruneRecordJson = record.ToJson() }], work);
    }

    private sealed record PrunePlan(string Policy, int Days, DateTimeOffset Before, long Settled, bool IsDayOver, long Until);

    private sealed record Candidate(StoredLogLine Line, bool IsHeld);
}
