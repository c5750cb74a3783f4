using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Revenue.Reconciliation.Checks;
using OwnerConsole.Revenue.Stripe.Public;

namespace OwnerConsole.Revenue.Reconciliation.Comparisons;

/// <summary>Compares lists of Stripe with the copies, page by page, and compares each difference again before it becomes a finding.</summary>
/// <remarks>The place in each list is stored with every page, so that a restart repeats one page at most. A list or an object that fails doesn't stop the others.</remarks>
public sealed class ComparisonWorker(
    Database database,
    StripeComparer comparer,
    CandidateChecker candidates,
    FindingWriter writer,
    ILogger<ComparisonWorker> log
) : IWorkHandler
{
    internal const string Kind = "reconciliation.compare",
        Lane = $"every:{Kind}";

    /// <summary>Shorter than a lane's lease, even with the longest request at the end.</summary>
    private static readonly TimeSpan s_maxTurn = TimeSpan.FromSeconds(20);

    /// <summary>A webhook can take this long, so younger events are left to the next comparison.</summary>
    private static readonly TimeSpan s_eventGrace = TimeSpan.FromSeconds(30);

    /// <summary>Findings about objects and events that were read since they were found.</summary>
    private const string WasRead = """
        f.type in ('missing_here', 'missing_at_stripe', 'outdated_copy') and exists (
            select from stripe.objects o where o.tenant_id = 'tnt_platform' and o.account_id = f.account_id and o.object_id = f.object_id and o.mode = f.mode and o.read_at > f.last_seen_at)
          or f.type = 'missed_event' and exists (
            select from stripe.events e where e.tenant_id = 'tnt_platform' and e.account_id = f.account_id and e.event_id = f.object_id and e.state in ('processed', 'stored'))
        """;

    /// <summary>Comparisons of tenants can be many, so they are kept for 30 days.</summary>
    private const string IsOld = "r.kind = 'customers' and r.ended_at < now() - interval '30 days'";

    public string Name => Kind;

    public string Title => "Compare with Stripe";

    public TimeSpan? Interval => TimeSpan.FromSeconds(5);

    public bool SendsExternally => true;

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        await writer.Apply([], $"({WasRead})", null, stop);
        for (var began = Stopwatch.GetTimestamp(); await Continue(stop); )
            if (Stopwatch.GetElapsedTime(began) > s_maxTurn)
                return WorkOutcome.Reschedule(TimeSpan.Zero);
        return WorkOutcome.Completed;
    }

    /// <returns>False if nothing can be done now.</returns>
    private async Task<bool> Continue(CancellationToken stop)
    {
        var next = await FindList(stop);
        // A person waits for the comparison of customers, so it doesn't wait until everything else is listed.
        if (next is not { IsOfCustomers: true } && (await candidates.CheckNext(ofCustomers: true, stop) || await End(ofCustomers: true, stop)))
            return true;
        if (next is { } list)
        {
            try
            {
                await (list.Type == ComparisonRuns.Events ? CompareEvents(list, stop) : ComparePage(list, stop));
            }
            catch (Exception error) when (!stop.IsCancellationRequested)
            {
                log.LogError(error, "The list of {Type} can't be compared with Stripe", list.Type);
                await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
                Save(list, new StripeComparer.ListAnswer { Error = $"The console couldn't compare it: {error.Message}" }, true, null, 0, work);
                await work.Commit();
            }
            return true;
        }
        return await candidates.CheckNext(ofCustomers: false, stop) || await End(ofCustomers: false, stop);
    }

    private async Task<OpenList?> FindList(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.One<OpenList>(
            """
            select r.run_id, r.mode, r.account_id, r.is_dry_run, r.started_at, r.since_at, l.type, l.customer, l.last_id, r.started_at < now() - interval '6 hours' as is_late, r.kind = 'customers' as is_of_customers
              from reconciliation.runs r join reconciliation.run_lists l using (tenant_id, run_id)
             where r.tenant_id = 'tnt_platform' and r.ended_at is null and l.completed_at is null and (l.failed_at is null or l.failed_at < now() - interval '1 minute')
             order by r.kind = 'customers' desc, r.started_at, l.place limit 1
            """
        );
    }

    private async Task ComparePage(OpenList list, CancellationToken stop)
    {
        var page = await comparer.ComparePage(list.Mode, list.AccountId, list.Type, list.Customer, list.LastId, stop);
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        if (page.Ids.Count > 0)
            work.Defer(
                """
                insert into reconciliation.seen_objects as s (tenant_id, account_id, object_id, mode, run_id)
                select 'tnt_platform', @AccountId, id, @Mode, @RunId from unnest(@ids) id
                on conflict (tenant_id, account_id, object_id, mode) do update set run_id = excluded.run_id
                """,
                new
                {
                    list.AccountId,
                    list.Mode,
                    list.RunId,
                    ids = page.Ids,
                }
            );
        CandidateChecker.Add(list.RunId, list.Type, page.Differing, work);
        if (page is { Error: null, HasMore: false })
            CandidateChecker.AddUnseen(list.RunId, list.AccountId, list.Mode, list.Type, list.Customer, list.StartedAt, work);
        Save(list, page, page.HasMore, page.LastId, page.Ids.Count, work);
        await work.Commit();
    }

    /// <summary>Missed events become findings at once, and are then stored like received ones.</summary>
    private async Task CompareEvents(OpenList list, CancellationToken stop)
    {
        DateTimeOffset until;
        await using (var reading = await database.Read(stop))
            until = await reading.One<DateTimeOffset>("select clock_timestamp()") - s_eventGrace;
        var page = await comparer.FindMissedEvents(list.Mode, list.AccountId, list.SinceAt, until, list.LastId, stop);
        if (!list.IsDryRun && page.Missed.Count > 0)
        {
            await writer.Apply(await candidates.Describe(list.Mode, list.AccountId, page.Missed, stop), "false", null, stop);
            foreach (var missed in page.Missed)
                await comparer.Receive(list.Mode, list.AccountId, missed, stop);
        }
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        work.Defer(
            "update reconciliation.runs set findings = findings + @count where tenant_id = 'tnt_platform' and run_id = @RunId",
            new { count = page.Missed.Count, list.RunId }
        );
        Save(list, page, page.HasMore, page.LastId, page.Checked, work);
        await work.Commit();
    }

    /// <summary>Stores the place in a list. A list that fails is read again after a minute, until six hours after the start, unless it would fail again.</summary>
    private static void Save(OpenList list, StripeComparer.ListAnswer answer, bool hasMore, string? lastId, int count, UnitOfWork work) =>
        work.Defer(
            """
            update reconciliation.run_lists
               set last_id = coalesce(@lastId, last_id), checked = case when @IsRestarted then 0 else checked end + @count, error = @Error,
                   failed_at = case when @Error::text is not null then now() end, completed_at = case when @isComplete then now() end
             where tenant_id = 'tnt_platform' and run_id = @RunId and type = @Type and customer = @Customer
            """,
            new
            {
                list.RunId,
                list.Type,
                list.Customer,
                answer.Error,
                answer.IsRestarted,
                lastId,
                count,
                isComplete = answer.Error is null ? !hasMore : answer.IsPermanent || list.IsLate,
            }
        );

    /// <summary>Ends a comparison that has nothing left to compare. Findings that it didn't confirm no longer differ.</summary>
    private async Task<bool> End(bool ofCustomers, CancellationToken stop)
    {
        OpenRun? run;
        await using (var reading = await database.Read(stop))
            run = await reading.One<OpenRun>(
                $"""
                select r.run_id, r.kind <> 'events' and not r.is_dry_run as is_final
                  from reconciliation.runs r
                 where r.tenant_id = 'tnt_platform' and r.ended_at is null and (not @ofCustomers or r.kind = 'customers')
                   and not exists (select from reconciliation.run_lists l where l.tenant_id = r.tenant_id and l.run_id = r.run_id and l.completed_at is null)
                   and not exists (select from reconciliation.candidates c where c.tenant_id = r.tenant_id and c.run_id = r.run_id and {CandidateChecker.IsLeft})
                 order by r.started_at limit 1
                """,
                new { ofCustomers }
            );
        if (run is null)
            return false;
        if (run.IsFinal)
            await writer.Apply(
                [],
                """
                f.type in ('missing_here', 'missing_at_stripe', 'outdated_copy') and exists (
                    select from reconciliation.runs r join reconciliation.run_lists l using (tenant_id, run_id)
                     where r.tenant_id = 'tnt_platform' and r.run_id = any(@tenants) and r.mode = f.mode and r.account_id = f.account_id and l.type = f.object_type
                       and f.last_seen_at < r.started_at
                       and (l.customer = '' or f.tenant_id <> 'tnt_platform' and exists (select from billing.customers b where b.tenant_id = f.tenant_id and b.account_id = f.account_id and b.id = l.customer))
                       and not exists (select from reconciliation.run_lists e where e.tenant_id = l.tenant_id and e.run_id = l.run_id and e.type = l.type and e.error is not null)
                       and not exists (select from reconciliation.candidates c where c.tenant_id = r.tenant_id and c.run_id = r.run_id and c.object_id = f.object_id))
                """,
                [run.RunId],
                stop
            );
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        await work.Execute(
            """
            update reconciliation.runs r
               set ended_at = clock_timestamp(),
                   unread = (select count(*) from reconciliation.candidates c where c.tenant_id = r.tenant_id and c.run_id = r.run_id)
             where r.tenant_id = 'tnt_platform' and r.run_id = @RunId
            """,
            run
        );
        work.Defer(
            $"""
            delete from reconciliation.run_lists l using reconciliation.runs r
             where l.tenant_id = 'tnt_platform' and r.tenant_id = l.tenant_id and r.run_id = l.run_id and {IsOld}
            """
        );
        work.Defer($"delete from reconciliation.runs r where r.tenant_id = 'tnt_platform' and {IsOld}");
        work.Defer("delete from reconciliation.candidates c where c.tenant_id = 'tnt_platform' and c.run_id = @RunId", run);
        await work.Commit();
        return true;
    }

    private sealed record OpenList(
        string RunId,
        Mode Mode,
        string AccountId,
        bool IsDryRun,
        DateTimeOffset StartedAt,
        DateTimeOffset SinceAt,
        string Type,
        string Customer,
        string? LastId,
        bool IsLate,
        bool IsOfCustomers
    );

    private sealed record OpenRun(string RunId, bool IsFinal);
}
