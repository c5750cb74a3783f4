using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Pure.Dunning;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>Closes cases whose invoice was paid, voided, given up or moved, and undoes the restrictions of the campaign.</summary>
/// <remarks>A case waits while a payment is in process: it isn't unpaid, and not recovered either.</remarks>
public sealed class CaseCloser(Database database, DunningRuns runs, LogWriter logbook, ILogger<CaseCloser> log)
{
    private const int BatchSize = 100;

    internal async Task CloseSettled(CancellationToken stop)
    {
        IReadOnlyList<DunningCase> settled;
        await using (var work = await database.Read(stop))
            settled = await DunningCase.List(
                """
                ((c.closed_at is null and (i.id is null or i.status in ('paid', 'void', 'uncollectible'))) or (c.outcome = 'lost' and i.status in ('paid', 'void')))
                 order by c.opened_at, c.invoice_id limit @BatchSize
                """,
                work,
                new { BatchSize }
            );
        foreach (var one in settled)
            try
            {
                await Close(one, stop);
            }
            catch (Problem problem) when (problem.Status < 500)
            {
                log.LogInformation("The restrictions for {Invoice} can't be undone yet: {Why}", one.InvoiceId, problem.Message);
            }
    }

    /// <summary>Of an invoice that was given up, the restrictions stay until a person decides.</summary>
    private async Task Close(DunningCase settled, CancellationToken stop)
    {
        var outcome = settled.Status switch
        {
            null => "moved",
            "uncollectible" => "lost",
            "void" => "void",
            _ => "recovered",
        };
        if (outcome != "lost")
            foreach (var run in await FindRuns(settled, stop))
                if (!await runs.TryUndo(settled, run, stop))
                    return;
        await using var work = await database.Write(WriteOrigin.Intake(DunningEngine.Kind), [settled.TenantId, IdGenerator.Platform], stop);
        if (!await CaseRows.TryClose(settled, outcome, work))
            return;
        logbook.Write([DunningEvents.Closed(settled, outcome, await DunningAccessSql.Find(settled.TenantId, null, work))], work);
        await work.Commit();
    }

    /// <returns>Runs to undo, the last one first. A run that is also the reason of another unpaid invoice is left out.</returns>
    private async Task<IReadOnlyList<string>> FindRuns(DunningCase settled, CancellationToken stop)
    {
        IReadOnlyList<StepResult> results;
        IReadOnlyList<string> needed;
        await using (var work = await database.Read(stop))
        {
            results = await settled.FindResults(work);
            needed = await work.List<string>(
                """
                select s.run_id from dunning.steps s join dunning.cases c using (tenant_id, account_id, invoice_id)
                 where s.tenant_id = @TenantId and s.run_id is not null and c.invoice_id <> @InvoiceId and (c.closed_at is null or c.outcome = 'lost')
                """,
                settled.Key
            );
        }
        var started = new List<string>();
        foreach (var step in settled.Steps.Where(step => step.Action is DunningAction.Suspend or DunningAction.Cancel))
        {
            var stored = results.FirstOrDefault(result => result.Step == DunningCase.NameOf(step));
            if ((stored is null ? await runs.FindStarted(settled, step, stop) : stored.RunId) is { } run)
                started.Add(run);
        }
        return [.. started.Except(needed, StringComparer.Ordinal).Reverse()];
    }
}
