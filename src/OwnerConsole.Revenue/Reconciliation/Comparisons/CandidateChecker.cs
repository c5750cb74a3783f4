using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Revenue.Reconciliation.Checks;
using OwnerConsole.Revenue.Stripe.Public;

namespace OwnerConsole.Revenue.Reconciliation.Comparisons;

/// <summary>Compares differences again after a pause, with both sides read again, so that a change whose event is on its way is no finding.</summary>
public sealed class CandidateChecker(Database database, StripeComparer comparer, FindingWriter writer, ILogger<CandidateChecker> log)
{
    private const int MaxAttempts = 5;

    private const string Remove = "delete from reconciliation.candidates",
        CompareAgain = "update reconciliation.candidates set is_first = false, due_at = clock_timestamp() + interval '15 seconds'",
        RetryLater = "update reconciliation.candidates set attempts = attempts + 1, due_at = clock_timestamp() + interval '30 seconds'";

    /// <summary>Condition on a candidate <c>c</c>: it is still to be compared. The others are given up, and stay until the end of their comparison.</summary>
    internal static readonly string IsLeft = $"c.attempts < {MaxAttempts}";

    /// <summary>Adds objects that differ.</summary>
    internal static void Add(string runId, string type, IReadOnlyList<string> objects, UnitOfWork work)
    {
        if (objects.Count > 0)
            work.Defer(
                """
                insert into reconciliation.candidates (tenant_id, run_id, object_id, type, due_at)
                select 'tnt_platform', @runId, id, @type, clock_timestamp() + interval '15 seconds' from unnest(@objects) id
                on conflict do nothing
                """,
                new
                {
                    runId,
                    type,
                    objects,
                }
            );
    }

    /// <summary>Adds customers with their objects that Stripe doesn't list by customer.</summary>
    internal static void AddUnlisted(string runId, string account, Mode mode, IReadOnlyList<string> customers, UnitOfWork work) =>
        work.Defer(
            """
            with theirs as materialized (
              select o.object_id, o.type from stripe.objects o
               where o.tenant_id = 'tnt_platform' and o.account_id = @account and o.mode = @mode and not o.is_deleted and o.customer = any(@customers)),
            unlisted as (
              select unnest(@customers) as object_id, 'customer' as type
              union all
              select t.object_id, t.type from theirs t
              union all
              select o.object_id, o.type from theirs t join stripe.objects o on o.body->>'charge' = t.object_id and o.type in ('refund', 'dispute')
               where t.type = 'charge' and o.tenant_id = 'tnt_platform' and o.account_id = @account and o.mode = @mode and not o.is_deleted
              union all
              select o.object_id, o.type from theirs t join stripe.objects o on o.body->>'invoice' = t.object_id and o.type = 'invoice_payment'
               where t.type = 'invoice' and o.tenant_id = 'tnt_platform' and o.account_id = @account and o.mode = @mode and not o.is_deleted)
            insert into reconciliation.candidates (tenant_id, run_id, object_id, type, due_at, is_first)
            select distinct 'tnt_platform', @runId, u.object_id, u.type, clock_timestamp(), true
              from unlisted u
             where not u.type = any(@listed)
            on conflict do nothing
            """,
            new
            {
                runId,
                account,
                mode,
                customers,
                listed = StripeComparer.TypesByCustomer.ToArray(),
            }
        );

    /// <summary>Adds copies that the complete list of Stripe doesn't contain.</summary>
    /// <param name="customer">cus_… whose objects the list has; empty if it has all objects.</param>
    internal static void AddUnseen(string runId, string account, Mode mode, string type, string customer, DateTimeOffset startedAt, UnitOfWork work) =>
        work.Defer(
            """
            insert into reconciliation.candidates (tenant_id, run_id, object_id, type, due_at)
            select 'tnt_platform', @runId, o.object_id, @type, clock_timestamp() + interval '15 seconds'
              from stripe.objects o
             where o.tenant_id = 'tnt_platform' and o.account_id = @account and o.mode = @mode and o.type = @type and not o.is_deleted and o.read_at < @startedAt
               and (@customer = '' or o.customer = @customer)
               and not exists (select from reconciliation.seen_objects s
                                where s.tenant_id = 'tnt_platform' and s.account_id = o.account_id and s.object_id = o.object_id and s.mode = o.mode and s.run_id = @runId)
            on conflict do nothing
            """,
            new
            {
                runId,
                account,
                mode,
                type,
                customer,
                startedAt,
            }
        );

    /// <summary>Compares the next candidate that is due.</summary>
    /// <param name="ofCustomers">Whether only those of customers are compared, for which a person waits.</param>
    /// <returns>False if none is due.</returns>
    public async Task<bool> CheckNext(bool ofCustomers, CancellationToken stop)
    {
        Candidate? next;
        await using (var reading = await database.Read(stop))
            next = await reading.One<Candidate>(
                $"""
                select c.run_id, c.object_id, c.type, c.is_first, r.mode, r.account_id, r.is_dry_run
                  from reconciliation.candidates c join reconciliation.runs r using (tenant_id, run_id)
                 where c.tenant_id = 'tnt_platform' and c.due_at <= now() and {IsLeft} and (not @ofCustomers or r.kind = 'customers')
                 order by c.due_at limit 1
                """,
                new { ofCustomers }
            );
        if (next is null)
            return false;
        int? found = null;
        try
        {
            found = await Compare(next, stop);
        }
        catch (Exception error) when (!stop.IsCancellationRequested)
        {
            log.LogError(error, "{Type} {Object} can't be compared with Stripe", next.Type, next.ObjectId);
        }
        var (change, confirmed) = found switch
        {
            null => (RetryLater, 0),
            > 0 when next.IsFirst => (CompareAgain, 0),
            { } count => (Remove, count),
        };
        await using var work = await database.Write(WriteOrigin.Intake(ComparisonWorker.Kind), [IdGenerator.Platform], stop);
        work.Defer($"{change} where tenant_id = 'tnt_platform' and run_id = @RunId and object_id = @ObjectId", next);
        work.Defer(
            "update reconciliation.runs set findings = findings + @confirmed where tenant_id = 'tnt_platform' and run_id = @RunId",
            new { confirmed, next.RunId }
        );
        await work.Commit();
        return true;
    }

    /// <returns>Number of differences; null if nothing is known, because the request failed or the copy is about to change.</returns>
    private async Task<int?> Compare(Candidate candidate, CancellationToken stop)
    {
        var compared = await comparer.CompareObject(candidate.Mode, candidate.AccountId, candidate.Type, candidate.ObjectId, stop);
        if (compared.Error is not null || compared.IsInFlight)
            return null;
        var found = await Describe(candidate, compared, stop);
        if (candidate is { IsDryRun: false, IsFirst: false } && found.Count > 0)
            await writer.Apply(found, "false", null, stop);
        return found.Count;
    }

    /// <returns>Missed events as findings of the tenants that their objects belong to.</returns>
    internal async Task<IReadOnlyList<FoundDifference>> Describe(
        Mode mode,
        string account,
        IReadOnlyList<StripeComparer.MissedEvent> missed,
        CancellationToken stop
    )
    {
        List<FoundDifference> found = [];
        foreach (var lost in missed)
        {
            var owner = await FindOwner(mode, account, lost.ObjectId ?? "", null, stop);
            found.Add(
                new(
                    owner.TenantId,
                    mode,
                    account,
                    FindingType.MissedEvent,
                    "event",
                    lost.Id,
                    lost.ObjectId ?? "",
                    null,
                    lost.Type,
                    null,
                    owner.AmountMinor,
                    owner.Currency
                )
            );
        }
        return found;
    }

    private async Task<IReadOnlyList<FoundDifference>> Describe(Candidate candidate, StripeComparer.ComparedObject compared, CancellationToken stop)
    {
        var owner = await FindOwner(candidate.Mode, candidate.AccountId, candidate.ObjectId, compared.Customer, stop);
        FoundDifference Of(FindingType type, string field, string? ours, string? theirs) =>
            new(
                owner.TenantId,
                candidate.Mode,
                candidate.AccountId,
                type,
                candidate.Type,
                candidate.ObjectId,
                field,
                ours,
                theirs,
                null,
                owner.AmountMinor,
                owner.Currency
            )
            {
                AgreedAt = compared.CopiedAt,
            };
        return compared switch
        {
            { IsHere: false, IsThere: true } => [Of(FindingType.MissingHere, "", null, null)],
            { IsHere: true, IsThere: false } => [Of(FindingType.MissingAtStripe, "", null, null)],
            _ => [.. compared.Fields.Select(field => Of(FindingType.OutdatedCopy, field.Name, field.Ours, field.Theirs))],
        };
    }

    private async Task<Owner> FindOwner(Mode mode, string account, string objectId, string? customer, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return (
            await work.One<Owner>(
                """
                select coalesce(c.tenant_id, 'tnt_platform') as tenant_id, coalesce(round(s.mrr_minor)::bigint, i.total_minor, p.amount_minor, 0) as amount_minor,
                       coalesce(s.currency, i.currency, p.currency) as currency
                  from (select 1) n
                  left join stripe.objects o on o.tenant_id = 'tnt_platform' and o.account_id = @account and o.object_id = @objectId and o.mode = @mode
                  left join billing.customers c on c.account_id = @account and c.id = coalesce(@customer, o.customer)
                  left join billing.subscriptions s on s.account_id = @account and s.id = @objectId
                  left join billing.invoices i on i.account_id = @account and i.id = @objectId
                  left join billing.payments p on p.account_id = @account and p.id = @objectId
                """,
                new
                {
                    mode,
                    account,
                    objectId,
                    customer,
                }
            )
        )!; // the query returns one row
    }

    private sealed record Candidate(string RunId, string ObjectId, string Type, bool IsFirst, Mode Mode, string AccountId, bool IsDryRun);

    private sealed record Owner(string TenantId, long AmountMinor, string? Currency);
}
