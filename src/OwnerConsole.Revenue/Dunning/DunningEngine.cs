using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Pure.Dunning;
using OwnerConsole.Revenue.Billing.Public;
using OwnerConsole.Revenue.Dunning.Campaigns;
using OwnerConsole.Revenue.Stripe.Public;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>Opens cases for unpaid invoices, carries out their steps when they are due, and restores access once invoices are paid.</summary>
/// <remarks>A step has one result per invoice, stored in the transaction that queues its email, so a repeated or concurrent execution changes nothing.</remarks>
public sealed class DunningEngine(
    Database database,
    DunningRuns runs,
    CaseCloser closer,
    CaseCampaigns campaigns,
    EmailOutbox outbox,
    LogWriter logbook,
    ILogger<DunningEngine> log
) : IWorkHandler
{
    public const string Kind = "dunning.advance";

    private const int BatchSize = 100;

    /// <summary>A step is carried out only if the copy of the invoice isn't older.</summary>
    private static readonly TimeSpan MaxCopyAge = TimeSpan.FromMinutes(15),
        ReadDelay = TimeSpan.FromSeconds(15),
        BlockedDelay = TimeSpan.FromHours(1),
        FailedDelay = TimeSpan.FromMinutes(5);

    public string Name => Kind;

    public string Title => "Carry out dunning";

    public TimeSpan? Interval => TimeSpan.FromSeconds(10);

    public bool SendsExternally => true;

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        await closer.CloseSettled(stop);
        DunningActivation dunning;
        await using (var work = await database.Read(stop))
            dunning = await DunningActivation.Find(work);
        if (!dunning.IsOn)
            return WorkOutcome.Completed;
        await campaigns.Open(dunning, stop);
        await campaigns.Follow(stop);
        var due = await FindDue(stop);
        foreach (var unpaid in due)
            try
            {
                await Advance(unpaid, stop);
            }
            catch (Problem problem) when (problem.Status < 500)
            {
                log.LogInformation("Dunning of {Invoice} can't continue: {Why}", unpaid.InvoiceId, problem.Message);
                await Delay(unpaid, FailedDelay, null, stop);
            }
        return due.Count < BatchSize ? WorkOutcome.Completed : WorkOutcome.Reschedule(TimeSpan.Zero);
    }

    private async Task<IReadOnlyList<DunningCase>> FindDue(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await DunningCase.List(
            $"c.closed_at is null and c.next_at <= now() and {BillingRecords.IsUnpaid("i")} and {CaseCampaigns.PauseReason} is null order by c.next_at, c.invoice_id limit @BatchSize",
            work,
            new { BatchSize }
        );
    }

    private async Task Advance(DunningCase unpaid, CancellationToken stop)
    {
        IReadOnlyList<DunningHold> holds;
        IReadOnlyList<StepResult> results;
        await using (var reading = await database.Read(stop))
        {
            holds = await unpaid.FindHolds(reading);
            results = await unpaid.FindResults(reading);
        }
        var progress = new CaseProgress(unpaid, holds, results);
        if (holds.Any(hold => hold.Contains(unpaid.Now))) // also a step that was due before, and was delayed
        {
            var until = holds.Where(hold => hold.Contains(unpaid.Now)).Select(hold => hold.Until).Min();
            await Schedule(unpaid, progress.Pending is [var held, ..] ? held with { At = until } : null, progress, stop);
            return;
        }
        if (progress.Due.Count > 0 && unpaid.IsOlder(unpaid.Now - MaxCopyAge))
        {
            await RequestRead(unpaid, stop);
            return;
        }
        // After an interruption, only the last of several emails is sent.
        var lastEmail = progress.Due.LastOrDefault(step => step.Step.Action is DunningAction.Email);
        foreach (var due in progress.Due)
        {
            var isSuperseded = due.Step.Action is DunningAction.Email && due != lastEmail;
            if (!isSuperseded && progress.EarliestOf(due.Step) is var earliest && earliest > unpaid.Now)
            {
                await Schedule(unpaid, due with { At = earliest }, progress, stop);
                return;
            }
            var started = isSuperseded ? new(null) { Skipped = "superseded" } : await Start(unpaid, due, stop);
            if (started is null)
                return;
            if (started.IsRunning || started.Blocked is not null)
            {
                await Delay(unpaid, started.IsRunning ? ReadDelay : BlockedDelay, started.Blocked, stop);
                return;
            }
            progress = progress.After(due, isDone: started.Skipped is null);
            if (!await Store(unpaid, due.Step, started, progress, stop))
                return;
        }
        await Schedule(unpaid, progress.Pending is [var next, ..] ? next : null, progress, stop);
    }

    /// <summary>Starts the run of a step that has one, if the invoice was read since the step is due and is still unpaid.</summary>
    /// <returns>Null if the step isn't carried out now.</returns>
    private async Task<StartedStep?> Start(DunningCase unpaid, PlannedStep due, CancellationToken stop)
    {
        if (due.Step.Action is not (DunningAction.Suspend or DunningAction.Cancel))
            return new(null);
        IReadOnlyList<DunningCase> again;
        await using (var reading = await database.Read(stop))
            again = await DunningCase.List(
                $"c.tenant_id = @TenantId and c.account_id = @AccountId and c.invoice_id = @InvoiceId and c.closed_at is null and {BillingRecords.IsUnpaid("i")}",
                reading,
                unpaid.Key
            );
        if (again is not [var current])
            return null;
        if (!current.IsOlder(due.At) && !current.IsOlder(current.Now - MaxCopyAge))
            return await runs.Start(current, due.Step, stop);
        await RequestRead(current, stop);
        return null;
    }

    /// <param name="next">The next step with the time of the next evaluation; null if there is none.</param>
    private async Task Schedule(DunningCase unpaid, PlannedStep? next, CaseProgress progress, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [unpaid.TenantId], stop);
        await CaseRows.Schedule(unpaid, next?.Step, next?.At, progress.FindNextLimit()?.At, work);
        await work.Commit();
    }

    /// <summary>Stores the result of a step, with its email and its event.</summary>
    /// <param name="progress">The steps after this one.</param>
    /// <returns>False if another process has done so, or if the invoice isn't unpaid any more.</returns>
    private async Task<bool> Store(DunningCase unpaid, DunningStep step, StartedStep started, CaseProgress progress, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [unpaid.TenantId, IdGenerator.Platform], stop);
        var isSilent = step.Action is DunningAction.Email && !unpaid.SendsEmails && started.Skipped is null;
        if (!await CaseRows.TryStore(unpaid, step, started, isSilent, work))
            return false;
        if (started.Skipped is null)
        {
            await CaseRows.SetReached(unpaid, step, work);
            if (step.Action is DunningAction.Email && !isSilent)
            {
                var template = DunningEmails.TemplateFor(unpaid);
                var limitsAt = progress.FindNextLimit()?.At;
                var email = await outbox.Enqueue(template, unpaid.TenantId, unpaid.TenantId, DunningEmails.Facts(unpaid, limitsAt), work);
                await CaseRows.SetEmail(unpaid, step, email, limitsAt, work);
            }
            var access = await DunningAccessSql.Find(unpaid.TenantId, null, work);
            logbook.Write([DunningEvents.Reached(unpaid, step, access, progress.FindNextLimit())], work);
        }
        await work.Commit();
        return true;
    }

    private async Task RequestRead(DunningCase unpaid, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [unpaid.TenantId, IdGenerator.Platform], stop);
        var isRequested = await StripeReads.RequestInvoice(unpaid.AccountId, unpaid.InvoiceId, unpaid.Mode, DunningActivation.Principal, work);
        await CaseRows.Delay(unpaid, isRequested ? ReadDelay : BlockedDelay, isRequested ? null : "unread", work);
        await work.Commit();
    }

    private async Task Delay(DunningCase unpaid, TimeSpan delay, string? blocked, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [unpaid.TenantId], stop);
        await CaseRows.Delay(unpaid, delay, blocked, work);
        await work.Commit();
    }
}
