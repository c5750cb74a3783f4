using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Runs the operation of a step in the name of its automation, which has no other permission and is limited by its ceilings.</summary>
/// <remarks>The sequence and the step are the idempotency key of a run, so a repeated execution finds the run that was started before.</remarks>
public sealed class OperationStep(
    Database database,
    AutomationVariables variables,
    Previews previews,
    Runner runner,
    Runs runLookup,
    RunApprovals approvals,
    ILogger<OperationStep> log
)
{
    internal const string Ceiling = "ceiling",
        Approval = "approval",
        Application = "application",
        Withdrawn = "withdrawn";

    /// <summary>Runs in one execution, so that other automations don't wait for long.</summary>
    private const int MaxRuns = 25;

    /// <summary>Codes of refusals of operations on tenants that say that the tenant is already as the operation would make it.</summary>
    private static readonly string[] s_nothingToDo = ["no_change", "no_override", "no_sequences", "not_held", "not_scheduled", "not_suspended", "not_tagged"];

    private static readonly TimeSpan s_answerDelay = TimeSpan.FromMinutes(1),
        s_problemDelay = TimeSpan.FromMinutes(5),
        s_ceilingDelay = TimeSpan.FromHours(1);

    /// <returns>Results of the first sequences; the others remain due. Once the ceiling of a mode is reached, all others of it without a run wait as well.</returns>
    internal async Task<IReadOnlyList<StepRun>> Execute(StepBatch batch, CancellationToken stop)
    {
        if (batch.Enrollments.Count == 0)
            return [];
        var names = await FindNames(stop);
        var runs = new List<StepRun>();
        var over = new HashSet<Mode>(); // live and test tenants have their own ceiling
        foreach (var enrollment in batch.Enrollments.Take(MaxRuns))
            if (await Execute(batch, enrollment, names, over.Contains(ModeOf(enrollment)), stop) is { } run)
            {
                runs.Add(run);
                if (run.Reason == Ceiling)
                    over.Add(ModeOf(enrollment));
            }
        runs.AddRange(
            batch
                .Enrollments.Skip(MaxRuns)
                .Where(other => other.RunId is null && over.Contains(ModeOf(other)))
                .Select(other => StepRun.Wait(other, Ceiling, null, s_ceilingDelay))
        );
        return runs;

        Mode ModeOf(DueEnrollment enrollment) => batch.Tenants[enrollment.TenantId].Mode;
    }

    /// <summary>Finds the run of a step whose sequence has a reason to stop. If it still waits for an approval, it is withdrawn.</summary>
    /// <returns>Whether the run was started, also if the process was stopped before its result was stored; false if it was withdrawn.</returns>
    internal async Task<bool> IsStarted(Automation automation, DueEnrollment enrollment, CancellationToken stop)
    {
        var caller = new Caller(automation.Id, CallerKind.System, automation.Operations);
        var (run, _) = await FindRun(caller, enrollment, stop);
        return run is not null && !IsWithdrawn(await Withdraw(caller, run, stop));
    }

    /// <summary>Withdraws requests for approval of sequences that have ended since, such as by a goal, and stores results that came after the end.</summary>
    internal async Task SettleEnded(CancellationToken stop)
    {
        IReadOnlyList<DueEnrollment> ended;
        await using (var reading = await database.Read(stop))
            ended = await StepRunRows.FindEnded(MaxRuns, reading);
        var results = new List<StepRun>();
        foreach (var enrollment in ended)
        {
            var caller = new Caller(enrollment.AutomationId, CallerKind.System, []);
            var run = await runLookup.Find(caller, enrollment.RunId!, stop); // not null: only sequences with a run are listed
            var result = ResultOf(enrollment, await Withdraw(caller with { Grants = [run.Operation] }, run, stop));
            if (result.State is not StepRunState.Waiting)
                results.Add(result);
        }
        if (results.Count == 0)
            return;
        await using var work = await database.Write(
            WriteOrigin.Intake(StepRunner.Kind),
            [.. results.Select(result => result.Enrollment.TenantId).Distinct(StringComparer.Ordinal)],
            stop
        );
        await StepRunRows.SettleEnded(results, work);
        await work.Commit();
    }

    private async Task<IReadOnlyDictionary<string, string>> FindNames(CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await variables.FindNames(reading);
    }

    /// <returns>Null if the sequence is no longer due.</returns>
    private async Task<StepRun?> Execute(
        StepBatch batch,
        DueEnrollment enrollment,
        IReadOnlyDictionary<string, string> names,
        bool isOver,
        CancellationToken stop
    )
    {
        var caller = AutomationGrants.CallerOf(batch.Automation, batch.Tenants[enrollment.TenantId].Mode);
        try
        {
            var (before, key) = await FindRun(caller, enrollment, stop);
            if (before is not null)
                return ResultOf(enrollment, before);
            var (isDue, requests) = await FindReadiness(enrollment, stop);
            if (!isDue)
                return null;
            var isFull = batch.Content.Approval is StepApproval.Required && requests >= batch.Automation.RunsPerDay;
            return isOver || isFull ? StepRun.Wait(enrollment, Ceiling, null, s_ceilingDelay) : await Start(batch, enrollment, names, caller, key, stop);
        }
        catch (Problem problem) when (problem.Status is 409 or 429 or >= 500) // such as the emergency stop, or a concurrent change
        {
            return StepRun.Wait(enrollment, problem.Code, null, s_problemDelay);
        }
        catch (Problem problem)
        {
            return new(enrollment, StepRunState.Refused, problem.Code, null);
        }
        catch (Exception error) when (TransientErrors.IsPermanent(error)) // one tenant must not block the others
        {
            log.LogError(error, "{Operation} of {Automation} failed for {Tenant}.", batch.Content.Operation, batch.Automation.Id, enrollment.TenantId);
            return new(enrollment, StepRunState.Refused, "failed", null);
        }
    }

    /// <summary>Finds the run of a step, and the key of the next run. A sequence that continues after its request was withdrawn requests it again.</summary>
    private async Task<(Run? Run, IdempotencyKey Key)> FindRun(Caller caller, DueEnrollment enrollment, CancellationToken stop)
    {
        var key = KeyOf(enrollment, null);
        // Keys are deleted after 30 days, and a sequence can be paused for longer.
        var run = enrollment.RunId is { } stored ? await runLookup.Find(caller, stored, stop) : await runner.FindEarlier(caller, key, stop);
        while (run is not null && IsWithdrawn(run))
        {
            key = KeyOf(enrollment, run.RunId);
            run = await runner.FindEarlier(caller, key, stop);
        }
        return (run, key);
    }

    /// <returns>The run as it is then: it can have been approved in the meantime.</returns>
    private async Task<Run> Withdraw(Caller caller, Run run, CancellationToken stop)
    {
        if (run.State is not RunState.WaitingApproval)
            return run;
        try
        {
            return await approvals.Stop(caller, run.RunId, "Withdrawn, because the sequence of the tenant has ended.", stop);
        }
        catch (Problem)
        {
            return await runLookup.Find(caller, run.RunId, stop);
        }
    }

    /// <summary>Checks a sequence just before its run, because it can be paused or ended while others of its batch are executed.</summary>
    private async Task<Readiness> FindReadiness(DueEnrollment enrollment, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return (
            await reading.One<Readiness>(
                """
                select exists (
                         select from automations.enrollments e
                           join automations.activations o on o.tenant_id = 'tnt_platform' and o.automation_id = e.automation_id and o.closed_by is null
                          where e.tenant_id = @TenantId and e.enrollment_id = @EnrollmentId and e.state = 'running' and e.step = @Step
                            and not exists (select from automations.pauses p
                                             where p.tenant_id = o.tenant_id and p.automation_id = o.automation_id and p.activation = o.opened_by
                                               and p.closed_by is null)) as is_due,
                       (select count(*) from core.runs r join core.tenants t on t.tenant_id = @TenantId
                         where r.requested_by = @AutomationId and r.started_at > now() - interval '1 day' and r.state = 'waiting_approval' and r.mode = t.mode) as requests
                """,
                new
                {
                    enrollment.TenantId,
                    enrollment.EnrollmentId,
                    enrollment.Step,
                    enrollment.AutomationId,
                }
            )
        )!; // not null: it always has a row
    }

    private async Task<StepRun> Start(
        StepBatch batch,
        DueEnrollment enrollment,
        IReadOnlyDictionary<string, string> names,
        Caller caller,
        IdempotencyKey key,
        CancellationToken stop
    )
    {
        var step = batch.Content;
        var values = AutomationVariables.Of(batch.Tenants[enrollment.TenantId], enrollment.Facts, names);
        var preview = await previews.CreateFromStored(
            caller,
            step.Operation!, // not null: checked when the automation was saved
            TargetSelection.Of([enrollment.TenantId]),
            InputTemplate.Fill(StepOperations.ReadInput(step), values),
            stop
        );
        if (preview.Accepted == 0)
            return Refused(enrollment, preview.Subjects is [{ Code: { } code }, ..] ? code : "not_found", null);
        var isApproved = step.Approval is StepApproval.Required;
        if (preview.OverCeiling is not null && !isApproved)
            return StepRun.Wait(enrollment, Ceiling, null, s_ceilingDelay);
        var run = await runner.Start(
            caller,
            new(preview.PreviewId, $"Step {batch.Step + 1} of the automation {batch.Automation.Name}.")
            {
                LoadedPreview = isApproved ? preview with { RequiredConfirmation = RequiredConfirmation.SecondPerson } : preview,
            },
            key,
            stop
        );
        return ResultOf(enrollment, run);
    }

    private static StepRun ResultOf(DueEnrollment enrollment, Run run) =>
        run switch
        {
            { State: RunState.WaitingApproval } => StepRun.Wait(enrollment, Approval, run.RunId, s_answerDelay),
            { IsRunning: true } or { Waiting: > 0 } => StepRun.Wait(enrollment, Application, run.RunId, s_answerDelay),
            { State: RunState.Stopped } when IsWithdrawn(run) => new(enrollment, StepRunState.Refused, Withdrawn, run.RunId),
            { State: RunState.Stopped, Done: 0 } => new(enrollment, StepRunState.Refused, "not_approved", run.RunId),
            { Lines: [{ State: RunLineState.Done or RunLineState.Undone }, ..] } => new(enrollment, StepRunState.Done, null, run.RunId),
            { Lines: [{ Code: { } code }, ..] } => Refused(enrollment, code, run.RunId),
            _ => new(enrollment, StepRunState.Refused, "failed", run.RunId),
        };

    /// <summary>A tenant that is already as the step wants it continues. After any other refusal, later steps could say something wrong.</summary>
    private static StepRun Refused(DueEnrollment enrollment, string code, string? runId) =>
        code == "in_progress" ? StepRun.Wait(enrollment, code, runId, s_problemDelay)
        : s_nothingToDo.Contains(code, StringComparer.Ordinal) || code.StartsWith("already_", StringComparison.Ordinal)
            ? new(enrollment, StepRunState.Unchanged, code, runId)
        : new(enrollment, StepRunState.Refused, code, runId);

    /// <summary>Whether the automation has stopped it itself before an approval.</summary>
    private static bool IsWithdrawn(Run run) => run is { State: RunState.Stopped, Done: 0 } && run.StoppedBy == run.RequestedBy;

    /// <param name="withdrawn">Id of the withdrawn run that the run replaces; null for the first run of the step.</param>
    private static IdempotencyKey KeyOf(DueEnrollment enrollment, string? withdrawn) =>
        IdempotencyKey.Of($"{enrollment.EnrollmentId}:{enrollment.Step}{(withdrawn is null ? "" : $":{withdrawn}")}", enrollment.EnrollmentId);

    /// <param name="Requests">Number of requests of the automation about tenants of the same mode that wait for an approval.</param>
    private sealed record Readiness(bool IsDue, long Requests);
}

/// <summary>Result of an operation step for a tenant.</summary>
/// <param name="Reason">Code of the refusal, or what it waits for; null if it was run.</param>
/// <param name="RunId">Null if no run was started.</param>
internal sealed record StepRun(DueEnrollment Enrollment, StepRunState State, string? Reason, string? RunId)
{
    /// <summary>When a waiting one is looked at again.</summary>
    public TimeSpan Delay { get; private init; }

    public static StepRun Wait(DueEnrollment enrollment, string reason, string? runId, TimeSpan delay) =>
        new(enrollment, StepRunState.Waiting, reason, runId) { Delay = delay };
}

/// <summary>What became of an operation step.</summary>
public enum StepRunState
{
    /// <summary>The operation was run.</summary>
    Done,

    /// <summary>The tenant was already as the operation would have made it.</summary>
    Unchanged,

    /// <summary>The operation was refused, failed, or was not approved, which ends the sequence.</summary>
    Refused,

    /// <summary>It waits for an approval, the application, or the ceiling.</summary>
    Waiting,
}
