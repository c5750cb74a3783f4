using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Stores runs as rows: created for a preview or an undo, updated with each chunk and ended once.</summary>
internal static class RunRows
{
    /// <returns>False if the preview was executed before.</returns>
    public static async Task<bool> Begin(
        Caller caller,
        string runId,
        Preview preview,
        OperationDefinition declared,
        RunStartRequest order,
        RunStart begin,
        UnitOfWork work
    ) =>
        await work.Execute(
            """
            insert into core.runs (run_id, preview_id, operation, version, requested_by, mode, input, reason, state, subjects, started_at, undo_until,
                                   all_or_nothing, hash, required_confirmation, starts_at, starts_without_approval, scheduled_for, grants, segment, proved_by, proved_with, proved_at)
            select @runId, p.preview_id, p.operation, p.version, @caller, p.mode, p.input, @reason, @State, p.subjects, now(), coalesce(@later, now()) + @undoFor,
                   @AllOrNothing, p.hash, @RequiredConfirmation, @At, @Alone, @later, @grants, @segment, @provedBy, @provedWith, case when @provedBy is not null then now() end
              from core.previews p
             where p.preview_id = @PreviewId
            on conflict (preview_id) do nothing
            """,
            new
            {
                runId,
                caller = caller.Id,
                reason = string.IsNullOrWhiteSpace(order.Reason) ? null : order.Reason,
                begin.State,
                undoFor = declared.CanUndo ? declared.UndoWindow : (TimeSpan?)null,
                order.AllOrNothing,
                begin.RequiredConfirmation,
                begin.At,
                begin.Alone,
                provedBy = order.Proof?.Kind,
                provedWith = order.Proof?.With,
                preview.PreviewId,
                later = order.At,
                grants = KeepsGrants(caller, order, begin) ? new[] { declared.Name } : null,
                segment = order.At is null ? null : caller.Segment?.Words,
            }
        ) == 1;

    /// <summary>Whether the run has the permission that the requester has now: for a scheduled run, and for one of a rule or an automation, whose permissions can't be looked up later.</summary>
    private static bool KeepsGrants(Caller caller, RunStartRequest order, RunStart begin) =>
        (order.At is not null && caller.Kind is CallerKind.Person)
        || (begin.State is RunState.WaitingApproval && caller.Kind is CallerKind.System && caller.Id != Caller.System.Id);

    /// <returns>False if the run was undone before.</returns>
    public static async Task<bool> BeginUndo(string requestedBy, string runId, string undone, UnitOfWork work) =>
        await work.Execute(
            """
            insert into core.runs (run_id, undo_of, operation, version, requested_by, mode, input, state, subjects, started_at)
            select @runId, r.run_id, r.operation, r.version, @requestedBy, r.mode, r.input, 'queued', r.done + r.waiting, now()
              from core.runs r
             where r.run_id = @undone
            on conflict (undo_of) do nothing
            """,
            new
            {
                runId,
                requestedBy,
                undone,
            }
        ) == 1;

    /// <summary>
    /// Condition for an undo that ended with remaining subjects and can be retried, because the application failed it or it was stopped.
    /// </summary>
    /// <remarks>Expects the undo as <c>u</c>. Subjects that were changed in the meantime are not retried.</remarks>
    public const string IsLeft = "(u.waiting = 0 and (u.state = 'stopped' or u.state in ('failed', 'partly') and u.failed > 0))";

    /// <summary>Restarts an undo for its remaining subjects.</summary>
    /// <returns>False if nothing remains or the undo is running.</returns>
    public static async Task<bool> ResumeUndo(string requestedBy, string undo, UnitOfWork work) =>
        await work.Execute(
            $"""
            update core.runs u
               set state = 'queued', requested_by = @requestedBy, failed = 0, next_place = 0, ended_at = null, stopped_by = null
             where u.run_id = @undo and {IsLeft}
            """,
            new { requestedBy, undo }
        ) == 1;

    public static async Task<string> Of(string previewId, UnitOfWork work) =>
        (await work.One<string>("select run_id from core.runs where preview_id = @previewId", new { previewId }))!;

    /// <summary>Stores the result for each subject and the progress of the run. A retried undo replaces earlier failures.</summary>
    public static void Record(ActiveRun run, IReadOnlyList<RunLine> lines, UnitOfWork work)
    {
        var orAgain = run.UndoOf is null
            ? ""
            : "on conflict (tenant_id, run_id, subject_id) do update set state = excluded.state, code = excluded.code, sentence = excluded.sentence";
        work.Defer(
            $"""
            insert into core.run_subjects (tenant_id, run_id, subject_id, place, state, code, sentence, created)
            select s.tenant_id, @RunId, s.subject_id, s.place, s.state, s.code, s.sentence, s.created
              from unnest(@tenants, @subjects, @places, @states, @codes, @sentences, @created) s(tenant_id, subject_id, place, state, code, sentence, created)
            {orAgain}
            """,
            new
            {
                run.RunId,
                tenants = lines.Select(line => line.TenantId).ToArray(),
                subjects = lines.Select(line => line.SubjectId).ToArray(),
                places = lines.Select(line => line.Place).ToArray(),
                states = lines.Select(line => line.State.ToText()).ToArray(),
                codes = lines.Select(line => line.Code).ToArray(),
                sentences = lines.Select(line => line.Sentence.ToJson()).ToArray(),
                created = lines.Select(line => line.Created).ToArray(),
            }
        );
        work.Defer(
            """
            update core.runs
               set state = 'running', next_place = @next, done = done + @done, refused = refused + @refused, failed = failed + @failed, waiting = waiting + @waiting
             where run_id = @RunId
            """,
            new
            {
                run.RunId,
                next = lines[^1].Place + 1,
                done = lines.Count(line => line.State is RunLineState.Done or RunLineState.Undone),
                refused = lines.Count(line => line.State is RunLineState.Refused or RunLineState.Skipped),
                failed = lines.Count(line => line.State is RunLineState.Failed),
                waiting = lines.Count(line => line.State is RunLineState.Waiting),
            }
        );
    }

    /// <summary>Marks the run as fully executed; external answers may still be pending.</summary>
    public static Task End(string runId, UnitOfWork work) =>
        work.Execute(
            $"""
            update core.runs r
               set state = case when waiting > 0 then 'waiting' else {Outcome} end, ended_at = case when waiting > 0 then null else clock_timestamp() end
             where run_id = @runId
            """,
            new { runId }
        );

    /// <summary>
    /// Marks a run as undone when its undo has ended or only waits for external answers, and all of it was undone. Skipped subjects may still wait
    /// for their answer.
    /// </summary>
    public static Task SettleUndone(string undo, UnitOfWork work) =>
        work.Execute(
            """
            update core.runs r
               set state = case when u.done = u.subjects then 'undone' when r.waiting > 0 then 'waiting' when u.done = 0 then r.state else 'partly' end,
                   ended_at = case when r.waiting = 0 then coalesce(r.ended_at, clock_timestamp()) end
              from core.runs u
             where u.run_id = @undo and r.run_id = u.undo_of
            """,
            new { undo }
        );

    /// <summary>Marks subjects as undone, so that no answer is expected for them.</summary>
    /// <param name="places">Places of the subjects, in the undone run and in its undo.</param>
    public static Task MarkUndone(string undone, IEnumerable<int> places, UnitOfWork work) =>
        work.Execute(
            """
            with was as (select place, state from core.run_subjects where run_id = @undone and place = any(@places)),
            marked as (update core.run_subjects set state = 'undone' where run_id = @undone and place = any(@places))
            update core.runs set waiting = waiting - (select count(*) from was where state = 'waiting') where run_id = @undone
            """,
            new { undone, places = places.ToArray() }
        );

    /// <summary>Final state of a run whose subjects are all processed.</summary>
    internal const string Outcome = "case when done = subjects then 'done' when done > 0 then 'partly' else 'failed' end";
}

/// <summary>How a run starts: at once, in its lane, or after approval.</summary>
/// <param name="At">When the request for approval expires.</param>
/// <param name="Alone">Whether no one else can approve it, so that it starts at that time.</param>
internal sealed record RunStart(RunState State, RequiredConfirmation RequiredConfirmation, DateTimeOffset? At = null, bool Alone = false);
