using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Runs the operation of a step in the name of its automation, which has no other permission and is limited by its ceilings.</summary>
/// <remarks>The sequence and the step are the idempotency key of a run, so a repeated execution finds the run that was started before.</remarks>
public sealed class OperationStep(Database database, AutomationVariables variables, Previews previews, Runner runner)
{
    internal const string Ceiling = "ceiling",
        Approval = "approval",
        Application = "application";

    /// <summary>Runs in one execution, so that other automations don't wait for long.</summary>
    private const int MaxRuns = 25;

    private static readonly TimeSpan s_answerDelay = TimeSpan.FromMinutes(1),
        s_problemDelay = TimeSpan.FromMinutes(5),
        s_ceilingDelay = TimeSpan.FromHours(1);

    /// <returns>Results of the first sequences; the others remain due. Once the ceiling is reached, all others wait as well.</returns>
    internal async Task<IReadOnlyList<StepRun>> Execute(StepBatch batch, CancellationToken stop)
    {
        if (batch.Enrollments.Count == 0)
            return [];
        var names = await FindNames(stop);
        var runs = new List<StepRun>();
        foreach (var enrollment in batch.Enrollments.Take(MaxRuns))
        {
            runs.Add(await Execute(batch, enrollment, names, stop));
            if (runs[^1].Reason == Ceiling)
                return [.. runs, .. batch.Enrollments.Skip(runs.Count).Select(other => StepRun.Wait(other, Ceiling, null, s_ceilingDelay))];
        }
        return runs;
    }

    /// <returns>Whether the run of a step was started, also if the process was stopped before its result was stored.</returns>
    internal async Task<bool> IsStarted(Automation automation, DueEnrollment enrollment, CancellationToken stop) =>
        await runner.FindEarlier(
            new Caller(automation.Id, CallerKind.System, automation.Operations),
            KeyOf(enrollment.EnrollmentId, enrollment.Step),
            stop
        )
            is not null;

    private async Task<IReadOnlyDictionary<string, string>> FindNames(CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await variables.FindNames(reading);
    }

    private async Task<StepRun> Execute(StepBatch batch, DueEnrollment enrollment, IReadOnlyDictionary<string, string> names, CancellationToken stop)
    {
        var caller = AutomationGrants.CallerOf(batch.Automation, batch.Tenants[enrollment.TenantId].Mode);
        var key = KeyOf(enrollment.EnrollmentId, batch.Step);
        try
        {
            return await runner.FindEarlier(caller, key, stop) is { } before
                ? ResultOf(enrollment, before)
                : await Start(batch, enrollment, names, caller, key, stop);
        }
        catch (Problem problem) when (problem.Status is 409 or 429 or >= 500) // such as the emergency stop, or a concurrent change
        {
            return StepRun.Wait(enrollment, problem.Code, null, s_problemDelay);
        }
        catch (Problem problem)
        {
            return new(enrollment, StepRunState.Refused, problem.Code, null);
        }
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
        var preview = await previews.Create(
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
            { State: RunState.Stopped, Done: 0 } => new(enrollment, StepRunState.Refused, "not_approved", run.RunId),
            { Lines: [{ State: RunLineState.Done or RunLineState.Undone }, ..] } => new(enrollment, StepRunState.Done, null, run.RunId),
            { Lines: [{ Code: { } code }, ..] } => Refused(enrollment, code, run.RunId),
            _ => new(enrollment, StepRunState.Refused, "failed", run.RunId),
        };

    /// <summary>A tenant that is already as the step wants it continues. After any other refusal, later steps could say something wrong.</summary>
    private static StepRun Refused(DueEnrollment enrollment, string code, string? runId) =>
        code == "in_progress" ? StepRun.Wait(enrollment, code, runId, s_problemDelay)
        : code == "no_change" || code.StartsWith("already_", StringComparison.Ordinal) ? new(enrollment, StepRunState.Unchanged, code, runId)
        : new(enrollment, StepRunState.Refused, code, runId);

    private static IdempotencyKey KeyOf(string enrollmentId, int step) => IdempotencyKey.Of($"{enrollmentId}:{step}", enrollmentId);
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
