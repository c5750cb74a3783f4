using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Dunning;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>Restricts and restores access by runs in the name of the campaign, which has no other permission and is limited by its ceiling.</summary>
public sealed class DunningRuns(Database database, Previews previews, Runner runner, Runs runs, ILogger<DunningRuns> log)
{
    /// <summary>Starts the run of a step once, also if the process was stopped after it was started.</summary>
    internal async Task<StartedStep> Start(DunningCase unpaid, DunningStep step, CancellationToken stop)
    {
        var caller = DunningActivation.Caller(unpaid.Mode);
        var key = KeyOf(unpaid, step);
        if (await runner.FindEarlier(caller, key, stop) is { } before)
            return ResultOf(before);
        var (operation, subject, input) =
            step.Action is DunningAction.Suspend
                ? ("tenant.suspend", unpaid.TenantId, Json.Element(new { cause = "billing", message = "An invoice is unpaid." }))
                : ("subscription.cancel", unpaid.SubscriptionId, Json.Element(new { }));
        if (subject is null || (step.Action is DunningAction.Cancel && unpaid.IsManual))
            return new(null) { Skipped = "no_subscription" };
        var preview = await previews.Create(caller, operation, TargetSelection.Of([subject]), input, stop);
        if (preview.Accepted == 0)
            return await Refused(unpaid, step, preview.Subjects is [{ Code: { } code }, ..] ? code : "not_found", stop);
        if (preview.OverCeiling is not null)
            return new(null) { Blocked = "limit" };
        if (preview.RequiredConfirmation is RequiredConfirmation.SecondPerson or RequiredConfirmation.StepUp)
            return new(null) { Blocked = "approval" };
        var run = await runner.Start(
            caller,
            new(preview.PreviewId, $"Invoice {unpaid.Number ?? unpaid.InvoiceId} is unpaid: day {step.Day}.") { LoadedPreview = preview },
            key,
            stop
        );
        return ResultOf(run);
    }

    /// <summary>Stripe carries out a run later, and can refuse it.</summary>
    private static StartedStep ResultOf(Run run) =>
        run.IsRunning || run.Waiting > 0 ? new(run.RunId) { IsRunning = true }
        : run.Lines is [{ State: RunLineState.Failed or RunLineState.Refused or RunLineState.Skipped } line, ..]
            ? new(run.RunId) { Skipped = line.Code ?? "failed" }
        : new(run.RunId);

    /// <returns>The run of a step that was started before its result was stored; null if there is none.</returns>
    internal async Task<string?> FindStarted(DunningCase unpaid, DunningStep step, CancellationToken stop) =>
        (await runner.FindEarlier(DunningActivation.Caller(unpaid.Mode), KeyOf(unpaid, step), stop))?.RunId;

    /// <summary>Undoes a run of the campaign, and nothing that anyone else did.</summary>
    /// <returns>False if Stripe hasn't answered yet, so that it can't be undone now.</returns>
    internal async Task<bool> TryUndo(DunningCase unpaid, string runId, CancellationToken stop)
    {
        var caller = DunningActivation.Caller(unpaid.Mode);
        try
        {
            await runner.Undo(caller, runId, key: null, stop);
        }
        catch (Problem problem) when (problem.Code is "already_undone" or "moved_on" or "nothing_done")
        {
            if (problem.Code is "moved_on" && (await runs.Find(caller, runId, stop)).Waiting > 0)
                return false;
            log.LogInformation("{Run} needs no undo: {Why}", runId, problem.Message);
        }
        catch (Problem problem) when (problem.Code is "undo_expired")
        {
            if (await IsSuspendedBy(unpaid.TenantId, runId, stop))
                await Reactivate(caller, unpaid, stop);
        }
        return true;
    }

    /// <summary>A tenant that the campaign has suspended for another invoice keeps that suspension until both are paid.</summary>
    private async Task<StartedStep> Refused(DunningCase unpaid, DunningStep step, string code, CancellationToken stop)
    {
        if (code == "in_progress") // of a change by someone else
            return new(null) { IsRunning = true };
        if (step.Action is not DunningAction.Suspend || code != "already_suspended")
            return new(null) { Skipped = code };
        await using var work = await database.Read(stop);
        var run = await work.One<string>(
            """
            select s.run_id from dunning.steps s join access.suspensions a on a.tenant_id = s.tenant_id and a.opened_by = s.run_id and a.closed_by is null
             where s.tenant_id = @TenantId limit 1
            """,
            unpaid.Key
        );
        return run is null ? new(null) { Skipped = code } : new(run);
    }

    private async Task<bool> IsSuspendedBy(string tenant, string runId, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.One<bool>(
            "select exists (select from access.suspensions where tenant_id = @tenant and opened_by = @runId and closed_by is null)",
            new { tenant, runId }
        );
    }

    private async Task Reactivate(Caller caller, DunningCase unpaid, CancellationToken stop)
    {
        var preview = await previews.Create(caller, "tenant.reactivate", TargetSelection.Of([unpaid.TenantId]), Json.Element(new { }), stop);
        if (preview.Accepted == 1)
            await runner.Start(
                caller,
                new(preview.PreviewId, $"Invoice {unpaid.Number ?? unpaid.InvoiceId} isn't unpaid any more.") { LoadedPreview = preview },
                key: null,
                stop
            );
    }

    private static IdempotencyKey KeyOf(DunningCase unpaid, DunningStep step) =>
        IdempotencyKey.Of($"{unpaid.InvoiceId}:{DunningCase.NameOf(step)}:{unpaid.OpenedAt.UtcTicks}", unpaid.InvoiceId);
}

/// <param name="RunId">Null if no run was started.</param>
internal sealed record StartedStep(string? RunId)
{
    /// <summary>Why the step doesn't apply; null if it does.</summary>
    public string? Skipped { get; init; }

    /// <summary>Whether Stripe hasn't answered yet.</summary>
    public bool IsRunning { get; init; }

    /// <summary>Why the step waits: limit or approval.</summary>
    public string? Blocked { get; init; }
}
