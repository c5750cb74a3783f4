using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Pure.Dunning;
using OwnerConsole.Revenue.Billing.Public;
using OwnerConsole.Revenue.Stripe.Public;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>Opens cases for unpaid invoices, carries out their steps when they are due, and restores access once invoices are paid.</summary>
/// <remarks>A step has one result per invoice, stored in the transaction that queues its email, so a repeated or concurrent execution changes nothing.</remarks>
public sealed class DunningEngine(Database database, DunningRuns runs, CaseCloser closer, EmailOutbox outbox, LogWriter logbook, ILogger<DunningEngine> log)
    : IWorkHandler
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
        DunningCampaign campaign;
        await using (var work = await database.Read(stop))
            campaign = await DunningCampaign.Find(work);
        if (!campaign.IsOn)
            return WorkOutcome.Completed;
        await OpenCases(campaign, stop);
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

    private async Task OpenCases(DunningCampaign campaign, CancellationToken stop)
    {
        IReadOnlyList<string> tenants;
        await using (var reading = await database.Read(stop))
            tenants = await reading.List<string>(
                $"""
                select distinct i.tenant_id from billing.invoices i
                 where i.tenant_id <> 'tnt_platform' and i.status = 'open' and {BillingRecords.IsUnpaid("i")} and {CaseRows.HasReason("i")}
                   and not exists (select from dunning.cases o where o.tenant_id = i.tenant_id and o.account_id = i.account_id and o.invoice_id = i.id and o.closed_at is null)
                 limit @BatchSize
                """,
                new { BatchSize }
            );
        if (tenants.Count == 0)
            return;
        await using var work = await database.Write(WriteOrigin.Intake(Kind), tenants, stop);
        await CaseRows.Open(tenants, campaign, work);
        await work.Commit();
    }

    private async Task<IReadOnlyList<DunningCase>> FindDue(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await DunningCase.List("c.closed_at is null and c.next_at <= now() order by c.next_at, c.invoice_id limit @BatchSize", work, new { BatchSize });
    }

    private async Task Advance(DunningCase unpaid, CancellationToken stop)
    {
        IReadOnlyList<DunningHold> holds;
        HashSet<string> results;
        await using (var reading = await database.Read(stop))
        {
            holds = await DunningCase.FindHolds(unpaid.TenantId, reading);
            results = [.. (await unpaid.FindResults(reading)).Select(result => result.Step)];
        }
        var plan = unpaid.Plan(holds);
        List<PlannedStep> pending = [.. plan.Where(step => !results.Contains(DunningCase.NameOf(step.Step)))];
        if (holds.Any(hold => hold.Contains(unpaid.Now))) // also a step that was due before, and was delayed
        {
            var until = holds.Where(hold => hold.Contains(unpaid.Now)).Select(hold => hold.Until).Min();
            await Schedule(unpaid, pending.FirstOrDefault()?.Step, until, null, plan, stop);
            return;
        }
        List<DunningStep> due = [.. pending.Where(step => step.At <= unpaid.Now).Select(step => step.Step)];
        if (due.Count > 0 && !unpaid.IsManual && unpaid.SyncedAt < unpaid.Now - MaxCopyAge)
        {
            await RequestRead(unpaid, stop);
            return;
        }
        // After an interruption, only the last of several emails is sent.
        var lastEmail = due.LastOrDefault(step => step.Action is DunningAction.Email);
        foreach (var step in due)
        {
            var started =
                step.Action is DunningAction.Suspend or DunningAction.Cancel ? await runs.Start(unpaid, step, stop)
                : step.Action is DunningAction.Email && step != lastEmail ? new(null) { Skipped = "superseded" }
                : new StartedStep(null);
            if (started.Blocked is { } blocked)
            {
                await Delay(unpaid, BlockedDelay, blocked, stop);
                return;
            }
            await Store(unpaid, step, started, plan, stop);
        }
        var next = pending.Skip(due.Count).FirstOrDefault();
        await Schedule(unpaid, next?.Step, next?.At, due.Count == 0 ? null : DunningCase.NameOf(due[^1]), plan, stop);
    }

    private async Task Schedule(
        DunningCase unpaid,
        DunningStep? next,
        DateTimeOffset? at,
        string? reached,
        IReadOnlyList<PlannedStep> plan,
        CancellationToken stop
    )
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [unpaid.TenantId], stop);
        await CaseRows.Schedule(unpaid, next, at, reached, NextLimit(plan, unpaid.Now)?.At, work);
        await work.Commit();
    }

    /// <summary>Stores the result of a step, with its email and its event, unless another process has done so.</summary>
    private async Task Store(DunningCase unpaid, DunningStep step, StartedStep started, IReadOnlyList<PlannedStep> plan, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [unpaid.TenantId, IdGenerator.Platform], stop);
        if (!await CaseRows.TryStore(unpaid, step, started.Skipped, started.RunId, work))
            return;
        if (started.Skipped is null)
        {
            if (step.Action is DunningAction.Email)
            {
                var template = DunningEmails.TemplateFor(unpaid);
                var email = await outbox.Enqueue(template, unpaid.TenantId, unpaid.TenantId, DunningEmails.Facts(unpaid, plan), work);
                await CaseRows.SetEmail(unpaid, step, email, work);
            }
            var access = await DunningAccessSql.Find(unpaid.TenantId, null, work);
            logbook.Write([DunningEvents.Reached(unpaid, step, access, NextLimit(plan, unpaid.Now))], work);
        }
        await work.Commit();
    }

    /// <returns>The next step that restricts access; null if there is none.</returns>
    private static PlannedStep? NextLimit(IReadOnlyList<PlannedStep> plan, DateTimeOffset now) =>
        plan.FirstOrDefault(step => step.Step.Action is not DunningAction.Email && step.At > now);

    private async Task RequestRead(DunningCase unpaid, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [unpaid.TenantId, IdGenerator.Platform], stop);
        await StripeReads.RequestInvoice(unpaid.AccountId, unpaid.InvoiceId, unpaid.Mode, DunningCampaign.Principal, work);
        await work.Execute(
            """
            update dunning.cases set next_at = now() + @ReadDelay
             where tenant_id = @TenantId and account_id = @AccountId and invoice_id = @InvoiceId and closed_at is null
            """,
            new
            {
                unpaid.TenantId,
                unpaid.AccountId,
                unpaid.InvoiceId,
                ReadDelay,
            }
        );
        await work.Commit();
    }

    private async Task Delay(DunningCase unpaid, TimeSpan delay, string? blocked, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [unpaid.TenantId], stop);
        await work.Execute(
            """
            update dunning.cases set next_at = now() + @delay, blocked = @blocked
             where tenant_id = @TenantId and account_id = @AccountId and invoice_id = @InvoiceId and closed_at is null
            """,
            new
            {
                unpaid.TenantId,
                unpaid.AccountId,
                unpaid.InvoiceId,
                delay,
                blocked,
            }
        );
        await work.Commit();
    }
}
