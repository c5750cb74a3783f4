using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Operations;

/// <summary>
/// Applies an external answer to a waiting run; called by the projector or the task endpoint, in the transaction that received the answer.
/// </summary>
public sealed class RunCompletion(LogWriter logbook)
{
    /// <param name="answeredBy">Who answered: a key, or <c>system</c>.</param>
    /// <param name="sentence">Sentence for the timeline.</param>
    /// <param name="failure">Stable failure code; null if it succeeded.</param>
    /// <param name="created">Id of the object created externally and now known here; null if none.</param>
    /// <param name="told">Message to send about it; null for none.</param>
    /// <param name="work">Transaction that names the subject's tenant and a created one.</param>
    /// <returns>False if nothing waits for the answer, because it was answered or undone before.</returns>
    public async Task<bool> Settle(
        string runId,
        string subjectId,
        string answeredBy,
        Sentence sentence,
        string? failure,
        UnitOfWork work,
        string? created = null,
        Message? told = null
    )
    {
        var run = await ActiveRun.Lock(runId, work);
        var state =
            failure is not null ? RunLineState.Failed
            : run.UndoOf is null ? RunLineState.Done
            : RunLineState.Undone;
        var settled = await work.One<SettledSubject>(
            """
            update core.run_subjects s set state = @state, code = @failure, sentence = @sentence, created = coalesce(@created, s.created)
              from unnest(core.tenant_scope()) t(tenant_id) -- Looked up by key: many subjects of a run may be waiting, and each is answered separately
             where s.tenant_id = t.tenant_id and s.run_id = @runId and s.subject_id = @subjectId and s.state = 'waiting'
            returning s.tenant_id, s.place
            """,
            new
            {
                state,
                failure,
                sentence = sentence.ToJson(),
                created,
                runId,
                subjectId,
            }
        );
        if (settled is not { TenantId: var tenant })
            return false;
        await work.Execute(
            "update core.runs set waiting = waiting - 1, done = done + @done, failed = failed + @failed where run_id = @runId",
            new
            {
                done = failure is null ? 1 : 0,
                failed = failure is null ? 0 : 1,
                runId,
            }
        );
        if (run.UndoOf is not null && failure is null)
            await RunRows.MarkUndone(run.UndoOf, [settled.Place], work);
        if (run is { State: RunState.Waiting, Waiting: 1 })
        {
            await RunRows.End(runId, work);
            if (run.UndoOf is not null)
                await RunRows.SettleUndone(runId, work);
        }
        var line = new LogLine(tenant, run.UndoOf is null ? "run" : "undo", answeredBy, failure is null ? "done" : "failed", sentence)
        {
            RunId = runId,
            Operation = run.Operation,
            Subject = subjectId,
            Code = failure,
            Message = told,
        };
        logbook.Write([.. RunLine.Tenants(tenant, created).Select(about => line with { TenantId = about })], work);
        return true;
    }

    private sealed record SettledSubject(string TenantId, int Place);
}
