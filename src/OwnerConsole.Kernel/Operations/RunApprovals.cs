using System.Security.Cryptography;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Approves runs, by a second person, and stops runs, by anyone who can run the operation.</summary>
public sealed class RunApprovals(OperationCatalogue catalogue, Runs runs, Database database, LogWriter logbook, ApprovalEmails emails)
{
    /// <param name="hash">Hash of what the approver was shown: subjects, revisions and input.</param>
    /// <param name="proof">How the approver confirmed their identity for this run; null if they did not.</param>
    /// <returns>The run; concurrent approvals return the same run.</returns>
    /// <exception cref="Problem">Own run, not a person, changed since shown, missing identity confirmation, or stopped in the meantime.</exception>
    public async Task<Run> Approve(Caller caller, string runId, byte[] hash, Proof? proof, CancellationToken stop)
    {
        var run = await FindPermitted(caller, runId, stop);
        if (caller.Kind is not CallerKind.Person)
            throw new Problem(403, "needs_a_person", "Only a team member can approve, not an API key.");
        if (run.RequestedBy == caller.Id)
            throw new Problem(403, "own_run", "You can't approve your own request. Another team member must approve it.");
        if (proof is null && RequiresReauthentication(caller, run))
            throw new Problem(403, "needs_step_up", "The approver must confirm their identity. Approve it in the console.");
        database.DiskSpaceGuard.ThrowIfFull();
        await using (var work = await database.Write(WriteOrigin.Run(runId), [IdGenerator.Platform], stop))
        {
            work.RunId = runId;
            if (await EmergencyStop.IsSet(work))
                throw EmergencyStop.Stopped();
            await LogAlerts.Refuse(work);
            var taken = await ActiveRun.Lock(runId, work);
            if (taken.State is RunState.Stopped)
                throw new Problem(409, "stopped_meanwhile", "This run was stopped and can't be approved.");
            if (run.Hash is null || !CryptographicOperations.FixedTimeEquals(run.Hash, hash))
                throw new Problem(409, "not_what_was_shown", "The preview has changed since it was shown to you. Review it again.");
            if (taken.State is RunState.WaitingApproval)
            {
                await work.Execute(
                    """
                    update core.runs
                       set state = 'queued', approved_by = @caller, approved_at = now(), approval_proved_by = @Kind, approval_proved_with = @With
                     where run_id = @runId
                    """,
                    new
                    {
                        caller = caller.Id,
                        runId,
                        proof?.Kind,
                        proof?.With,
                    }
                );
                await RunWorkHandler.MakeDue(runId, work);
                WriteLog(taken, caller, "approved", Sentence.Say($"A run on {taken.Subjects:subject} was approved."), logbook, work);
                await emails.SendDecision(taken, "approved", caller.Id, null, work);
                await work.Commit();
            }
        }
        return await runs.Find(caller, runId, stop);
    }

    /// <summary>
    /// Whether the approver must confirm their identity: for operations that can't be undone or destroy data, and those that require a
    /// confirmation every ten minutes.
    /// </summary>
    public bool RequiresReauthentication(Caller caller, Run run) =>
        catalogue.FindOrDefault(run.Operation)?.Definition is { } definition && (definition.IsIrreversible || definition.NeedsStepUp(caller));

    /// <summary>
    /// Rejects a pending run, ends a running one after its current chunk, and asks the application to stop its tasks. Completed changes remain until
    /// undone.
    /// </summary>
    /// <param name="why">Reason stored with the run; the requester is notified when it is rejected.</param>
    /// <exception cref="Problem">409: it has ended, or waits for an external system that can't be stopped.</exception>
    public async Task<Run> Stop(Caller caller, string runId, string? why, CancellationToken stop)
    {
        await FindPermitted(caller, runId, stop);
        RunStartRequest.CheckReason(why);
        var asked = await ListOpenTasks(runId, stop);
        await using (var work = await database.Write(WriteOrigin.Run(runId), [IdGenerator.Platform], stop))
        {
            work.RunId = runId;
            // A waiting run isn't locked: the application's answers lock their task before the run, and this locks many tasks.
            var taken = await ActiveRun.Find(runId, work) is { State: RunState.Waiting } waiting ? waiting : await ActiveRun.Lock(runId, work);
            if (taken.State is RunState.Waiting)
            {
                if (!await ApplicationTasks.Stop(runId, asked, work))
                    throw new Problem(409, "cant_stop", "This is waiting for an external system and can't be stopped here.");
                WriteLog(taken, caller, "stopped", Sentence.Say($"The application received a request to stop {taken.Waiting:task}."), logbook, work);
            }
            else if (taken.State is RunState.WaitingApproval or RunState.Queued or RunState.Running)
                await Stop(taken, caller, string.IsNullOrWhiteSpace(why) ? null : why, work);
            else
                throw new Problem(409, "has_ended", "This run has ended. There is nothing to stop.");
            await work.Commit();
        }
        return await runs.Find(caller, runId, stop);
    }

    /// <summary>Stops the run in a database restored to just before it, where it is approved and queued and would be executed again.</summary>
    /// <param name="runId">Id of a run; it may be unknown to the restored copy.</param>
    public async Task CancelRestored(string runId, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Run(runId), [IdGenerator.Platform], stop);
        work.RunId = runId;
        if (await ActiveRun.Find(runId, work) is not { State: RunState.WaitingApproval or RunState.Queued or RunState.Running } run)
            return;
        await Stop(run, Caller.System, null, work);
        await work.Commit();
    }

    /// <returns>Minutes after which a run that needs approval starts because no one else can approve it; null if someone can.</returns>
    public async Task<int?> FindSoloDelay(Caller caller, OperationDefinition operation, CancellationToken stop)
    {
        await using var look = await database.ReadTenants([], stop);
        return await IsSoleApprover(caller, operation, look) ? await RunStarter.SoloApprovalDelay.GetNumber(look) : null;
    }

    internal static async Task<bool> IsSoleApprover(Caller caller, OperationDefinition operation, UnitOfWork work) =>
        caller.Kind is CallerKind.Person && (await CallerLookup.ListOthersWhoCan(operation, caller.Id, work)).Count == 0;

    internal async Task Stop(ActiveRun run, Caller caller, string? why, UnitOfWork work)
    {
        await work.Execute(
            "update core.runs set state = 'stopped', stopped_by = @caller, verdict = @why, ended_at = clock_timestamp() where run_id = @RunId",
            new
            {
                caller = caller.Id,
                why,
                run.RunId,
            }
        );
        if (run.State is RunState.WaitingApproval && caller.Id != run.RequestedBy)
            await emails.SendDecision(run, caller == Caller.System ? "expired" : "rejected", caller == Caller.System ? null : caller.Id, why, work);
        WriteLog(run, caller, "stopped", Sentence.Say($"A run was stopped after {run.NextPlace} of {run.Subjects:subject}."), logbook, work);
        if (run.UndoOf is not null)
            await RunRows.SettleUndone(run.RunId, work);
    }

    internal static void WriteLog(ActiveRun run, Caller caller, string outcome, Sentence sentence, LogWriter logbook, UnitOfWork work) =>
        logbook.Write([new LogLine(IdGenerator.Platform, "run", caller.Id, outcome, sentence) { RunId = run.RunId, Operation = run.Operation }], work);

    /// <returns>Tasks that the application has not ended.</returns>
    private async Task<IReadOnlyList<ApplicationTasks.OpenTask>> ListOpenTasks(string runId, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await ApplicationTasks.ListOpen(runId, reading);
    }

    private async Task<Run> FindPermitted(Caller caller, string runId, CancellationToken stop)
    {
        var run = await runs.Find(caller, runId, stop);
        Previews.RequirePermission(caller, catalogue.Find(run.Operation));
        return run;
    }
}
