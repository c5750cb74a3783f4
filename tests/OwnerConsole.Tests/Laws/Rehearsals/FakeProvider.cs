using System.Collections.Concurrent;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tests.Laws.Rehearsals;

/// <summary>Stands in for Stripe and the application: a lane sends requests to it, and it answers when a test wants it to.</summary>
public sealed class FakeProvider(Database database, RunCompletion settling) : IWorkHandler
{
    private const string Kind = "laws.ask";

    /// <summary>Ids of the requesting runs, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public string Name => Kind;

    /// <summary>Stores the request, and sends it unless it is stopped in time.</summary>
    public static async Task Request(UnitOfWork work, IReadOnlyList<string> tenants, string kind, string about, long amount)
    {
        await work.Execute(
            """
            insert into laws.intents (tenant_id, opened_by, kind, about, amount, opened_at)
            select id, @run, @kind, @about, @amount, now() from unnest(@tenants) id
            """,
            new
            {
                tenants,
                run = work.RunId,
                kind,
                about,
                amount,
            }
        );
        foreach (var tenant in tenants)
            await work.Enqueue(LaneOf(tenant), Kind, new { Tenant = tenant }, work.Now + OperationDefinition.SendDelay);
    }

    /// <returns>The tenants whose request was stopped in time.</returns>
    public static async Task<IReadOnlyList<string>> Stop(UnitOfWork work, IReadOnlyList<string> tenants, string undoneRun)
    {
        var stopped = await work.List<string>(
            """
            update laws.intents set closed_by = @run
             where opened_by = @undoneRun and tenant_id = any(@tenants) and settled_at is null and closed_by is null
            returning tenant_id
            """,
            new
            {
                run = work.RunId,
                undoneRun,
                tenants,
            }
        );
        await work.Withdraw([.. stopped.Select(LaneOf)], undoneRun);
        return stopped;
    }

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var tenant = item.Body.GetProperty("tenant").GetString();
        await using var work = await database.Read(stop);
        if (await work.One<bool>("select closed_by is null from laws.intents where tenant_id = @tenant and opened_by = @run", new { tenant, run = item.RunId }))
            Asked.Enqueue(item.RunId!);
        return WorkOutcome.Completed;
    }

    /// <summary>Records an answer in its own intake transaction.</summary>
    /// <returns>False if no run waits for it.</returns>
    public async Task<bool> Answer(string run, string tenant, Sentence says, string? failure = null, string? created = null)
    {
        await using var work = await database.Write(WriteOrigin.Intake("laws.answer"), [tenant, .. created is null ? Array.Empty<string>() : [created]]);
        await work.Execute(
            """
            update laws.intents
               set settled_at = case when @failure is null then now() end, closed_by = case when @failure is null then null else 'outside' end
             where tenant_id = @tenant and opened_by = @run and settled_at is null and closed_by is null
            """,
            new
            {
                failure,
                tenant,
                run,
            }
        );
        if (failure is null)
            await work.Execute(
                """
                update laws.invoices i set refunded = i.refunded + w.amount
                  from laws.intents w
                 where w.tenant_id = @tenant and w.opened_by = @run and w.kind = 'refund' and i.tenant_id = w.tenant_id and i.invoice_id = w.about and w.settled_at = now()
                """,
                new { tenant, run }
            );
        var isAwaited = await settling.Settle(run, tenant, "system", says, failure, work, created);
        await work.Commit();
        return isAwaited;
    }

    private static string LaneOf(string tenant) => $"laws:{tenant}";
}
