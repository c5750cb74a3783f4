using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Finds runs and their subjects.</summary>
public sealed class Runs(Database database)
{
    /// <exception cref="Problem">404 if it doesn't exist or concerns data the caller can't see.</exception>
    public async Task<Run> Find(Caller caller, string runId, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await Find(caller, runId, work) ?? throw Problem.NotFound("run", runId);
    }

    /// <returns>The ids that belong to a run or preview, regardless of visibility.</returns>
    public async Task<IReadOnlyList<string>> FindExisting(IReadOnlyList<string> ids, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.List<string>(
            """
            select run_id from core.runs where run_id = any(@ids)
            union all
            select preview_id from core.previews where preview_id = any(@ids)
            """,
            new { ids }
        );
    }

    /// <returns>Runs waiting for approval, oldest first.</returns>
    public static Task<IReadOnlyList<PendingApproval>> ListPendingApprovals(Mode mode, int most, UnitOfWork work) =>
        work.List<PendingApproval>(
            """
            select run_id, operation, subjects, started_at
              from core.runs
             where state = 'waiting_approval' and (mode is null or mode = @mode)
             order by started_at
             limit @most
            """,
            new { mode, most }
        );

    /// <summary>Returns a page of runs with the names of the requesters.</summary>
    public async Task<Page<Run>> List(Caller caller, RunFilter filter, UnitOfWork work)
    {
        var (all, order) = ($"{Columns} where {IsVisible} {filter.Sql}", $"{filter.Order.By("started_at", "run_id")} limit @limit + 1");
        var runs = await work.List<Run>(
            filter.Search is { } sought ? $"{TopNPerValue.Sql(all, order, sought.Any)} {order}" : $"{all} {order}",
            filter.For(caller)
        );
        var page = Paging.ToPage(runs, filter.Limit, last => Cursor.Of(last.RunId));
        var only = await FindOnlySubjects([.. page.Data.Where(run => run.Subjects == 1).Select(run => run.RunId)], work);
        var names = await SentenceRenderer.For(page.Data.SelectMany(People).Concat(only.Values.Select(Reference)), work);
        return page with { Data = [.. page.Data.Select(run => run with { Names = names, Subject = only.GetValueOrDefault(run.RunId) })] };
    }

    /// <returns>Runs that have not started because they wait for approval or for their scheduled time, oldest first.</returns>
    public Task<IReadOnlyList<Run>> Pending(Caller caller, int most, UnitOfWork work) =>
        Named(caller, "(r.state = 'waiting_approval' or (r.state = 'queued' and r.scheduled_for is not null)) order by r.started_at, r.run_id", most, work);

    /// <returns>Runs that waited for approval and have been decided, newest first.</returns>
    public Task<IReadOnlyList<Run>> ListDecided(Caller caller, int most, UnitOfWork work) =>
        Named(caller, "r.starts_at is not null and coalesce(r.approved_by, r.stopped_by) is not null order by r.started_at desc, r.run_id desc", most, work);

    /// <summary>Returns the results in execution order.</summary>
    /// <param name="state">State to filter by; null for all.</param>
    /// <param name="from">First place to show.</param>
    /// <exception cref="Problem">404 as for the run itself.</exception>
    public async Task<Run> Lines(Caller caller, string runId, RunLineState? state, int from, int limit, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var run = await One(caller, runId, work) ?? throw Problem.NotFound("run", runId);
        return await WithLines(run, await Lines(runId, state, from, limit, work), work);
    }

    /// <returns>The number of subjects in each state, without empty states.</returns>
    public async Task<IReadOnlyList<(RunLineState State, int Count)>> Counts(string runId, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var rows = await work.List<StateCount>(
            "select state, count(*)::int as count from core.run_subjects where run_id = @runId group by state",
            new { runId }
        );
        return [.. rows.OrderBy(row => row.State).Select(row => (row.State, row.Count))];
    }

    internal static async Task<Run?> Find(Caller caller, string runId, UnitOfWork work) =>
        await One(caller, runId, work) is { } run ? await WithLines(run, await Lines(runId, null, 0, Previews.MaxShown, work), work) : null;

    /// <remarks>
    /// A stopped run has processed all subjects before its position. A comparison of its results with its preview could compare each with each other one,
    /// because a run that has just executed has no statistics yet.
    /// </remarks>
    /// <returns>Ids of the subjects that failed or that a stopped run did not reach.</returns>
    /// <exception cref="Problem">404 as for the run itself; 409 if none are left or the operation differs.</exception>
    internal static async Task<IReadOnlyList<string>> FindUnfinished(Caller caller, string operation, string runId, UnitOfWork work)
    {
        var run = await One(caller, runId, work) ?? throw Problem.NotFound("run", runId);
        if (run.Operation != operation || run.PreviewId is null)
            throw new Problem(409, "another_operation", $"That run executed {run.Operation}. Only the same operation can be retried.");
        var left = await work.List<string>(
            """
            select s.subject_id from core.run_subjects s where s.run_id = @runId and s.state = 'failed'
            union all
            select p.subject_id from core.preview_subjects p
             where p.preview_id = @PreviewId and @isStopped and p.code is null
               and p.place >= (select r.next_place from core.runs r where r.run_id = @runId)
            """,
            new
            {
                runId,
                run.PreviewId,
                isStopped = run.State is RunState.Stopped,
            }
        );
        return left.Count > 0 ? left : throw new Problem(409, "nothing_failed", "This run has nothing left to retry.");
    }

    /// <remarks>
    /// Each state is read in index order and stops early; one query for all states would read and sort the whole run with every chunk. The undo's
    /// state is looked up per subject, because a run that has just executed has no statistics yet and a join would be planned for a single row.
    /// </remarks>
    /// <returns>Subjects that a run changed and its undo has not reached or has failed.</returns>
    internal static Task<IReadOnlyList<RunSubject>> ListToUndo(string runId, string undo, int from, int most, UnitOfWork work) =>
        work.List<RunSubject>(
            $"""
            ({Undoable("done")})
            union all
            ({Undoable("waiting")})
             order by place
             limit @most
            """,
            new
            {
                runId,
                undo,
                from,
                most,
            }
        );

    private static string Undoable(string state) =>
        $"""
            select s.subject_id, s.tenant_id, s.place, s.state, s.code, s.sentence, s.created
              from core.run_subjects s
             where s.run_id = @runId and s.place >= @from and s.state = '{state}'
               and coalesce((select u.state from core.run_subjects u where u.run_id = @undo and u.place = s.place), 'failed') = 'failed'
             order by s.place
             limit @most
            """;

    private static Task<IReadOnlyList<RunSubject>> Lines(string runId, RunLineState? state, int from, int most, UnitOfWork work) =>
        work.List<RunSubject>(
            $"""
            select subject_id, tenant_id, place, state, code, sentence, created
              from core.run_subjects
             where run_id = @runId and place >= @from {(state is { } one ? $"and state = '{one.ToText()}'" : "")}
             order by place
             limit @most
            """,
            new
            {
                runId,
                from,
                most,
            }
        );

    private static Task<Run?> One(Caller caller, string runId, UnitOfWork work) =>
        work.One<Run>(
            $"{Columns} where r.run_id = @runId and {IsVisible}",
            new
            {
                runId,
                onlyTenant = caller.OnlyTenant,
                mode = caller.Mode,
            }
        );

    private static async Task<Run> WithLines(Run run, IReadOnlyList<RunSubject> lines, UnitOfWork work) =>
        run with
        {
            Lines = lines,
            Names = await SentenceRenderer.For(lines.Select(line => line.ParsedSentence).Concat(People(run)), work),
        };

    private static async Task<IReadOnlyList<Run>> Named(Caller caller, string which, int most, UnitOfWork work)
    {
        var runs = await work.List<Run>(
            $"{Columns} where {IsVisible} and {which} limit @most",
            new
            {
                most,
                onlyTenant = caller.OnlyTenant,
                mode = caller.Mode,
            }
        );
        var names = await SentenceRenderer.For(runs.SelectMany(People), work);
        return [.. runs.Select(run => run with { Names = names })];
    }

    /// <returns>For runs with one subject, the object created for it or else the subject, by run id.</returns>
    private static async Task<IReadOnlyDictionary<string, string>> FindOnlySubjects(string[] runs, UnitOfWork work)
    {
        var rows = await work.List<OnlySubject>(
            "select run_id, coalesce(created, subject_id) as subject from core.run_subjects where run_id = any(@runs) and place = 0",
            new { runs }
        );
        return rows.ToDictionary(row => row.RunId, row => row.Subject, StringComparer.Ordinal);
    }

    private static IEnumerable<Sentence> People(Run run) => new[] { run.RequestedBy, run.ApprovedBy, run.StoppedBy }.OfType<string>().Select(Reference);

    private static Sentence Reference(string id) => Sentence.Say($"{new EntityReference(id)}");

    /// <summary>Keys see runs of their own mode, and keys of one tenant only runs about that tenant; platform runs belong to live mode.</summary>
    private const string IsVisible = """
        (@mode::text is null or coalesce(r.mode, 'live') = @mode)
        and (@onlyTenant::text is null
             or not exists (select 1 from core.preview_subjects s
                             where s.preview_id = coalesce(r.preview_id, (select u.preview_id from core.runs u where u.run_id = r.undo_of))
                               and s.tenant_id <> @onlyTenant))
        """;

    private const string Columns = $"""
        select r.run_id, r.preview_id, r.operation, r.version, r.requested_by, r.state, r.reason, r.all_or_nothing, r.subjects, r.done, r.refused, r.failed, r.waiting,
               r.started_at, r.ended_at, r.undo_until, r.undo_of, (select u.run_id from core.runs u where u.undo_of = r.run_id) as undone_by,
               coalesce((select {RunRows.IsLeft} from core.runs u where u.undo_of = r.run_id), false) as is_left,
               r.hash, r.starts_at, r.starts_without_approval, r.approved_by, r.stopped_by, r.verdict,
               r.restore_point, r.scheduled_for, r.proved_by, r.proved_at, r.approval_proved_by
          from core.runs r
        """;

    private sealed record OnlySubject(string RunId, string Subject);

    private sealed record StateCount(RunLineState State, int Count);
}

/// <summary>A run waiting for approval.</summary>
/// <param name="Subjects">Number of subjects.</param>
public sealed record PendingApproval(string RunId, string Operation, int Subjects, DateTimeOffset StartedAt);
