using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Revenue.Stripe.Mirror;

/// <summary>Reads of objects that people request. The latest request for an object replaces the previous one.</summary>
internal static class RequestedReads
{
    /// <summary>Condition on <c>r</c>: it is about to be read, or a failed attempt is about to be repeated.</summary>
    public const string IsOpen = "r.read_at is null and r.failed_at is null and r.closed_by is null";

    /// <param name="record">Alias of a billing record in SQL.</param>
    /// <returns>SQL for whether its object is about to be read.</returns>
    public static string IsPending(string record) =>
        $"exists (select from stripe.reads r where r.tenant_id = 'tnt_platform' and r.account_id = {record}.account_id and r.object_id = {record}.id and r.mode = {record}.mode and {IsOpen})";

    /// <param name="record">Alias of a billing record in SQL.</param>
    /// <returns>SQL for whether its account is connected now.</returns>
    public static string IsConnected(string record) =>
        $"""
            exists (select from stripe.connections n join stripe.checks k on k.tenant_id = n.tenant_id and k.mode = n.mode and k.connection = n.opened_by
                     where n.tenant_id = 'tnt_platform' and n.closed_by is null and k.account_id = {record}.account_id)
            """;

    /// <param name="customer">Alias of a customer in SQL.</param>
    /// <returns>SQL for whether everything that the customer has is about to be read.</returns>
    public static string AreListsPending(string customer) =>
        $"exists (select from stripe.reads r where r.tenant_id = 'tnt_platform' and r.account_id = {customer}.account_id and r.object_id = {customer}.id and r.mode = {customer}.mode and r.lists <> '[]' and {IsOpen})";

    /// <summary>Opens reads for the current run and queues them.</summary>
    /// <param name="requested">Reads, of which several can be about the same object.</param>
    /// <param name="requestedBy">Principal that requests them outside of a run.</param>
    public static async Task Open(IEnumerable<RequestedRead> requested, UnitOfWork work, string? requestedBy = null)
    {
        List<RequestedRead> reads = [.. requested.DistinctBy(read => (read.AccountId, read.ObjectId, read.Mode))];
        await work.Execute(
            """
            insert into stripe.reads as r (tenant_id, account_id, object_id, mode, type, lists, opened_by, opened_at)
            select 'tnt_platform', n.account_id, n.object_id, n.mode, n.type, n.lists::jsonb, @run, clock_timestamp()
              from unnest(@accounts, @objects, @modes, @types, @lists) n(account_id, object_id, mode, type, lists)
            on conflict (tenant_id, account_id, object_id, mode) do update
               set type = excluded.type, lists = excluded.lists, opened_by = excluded.opened_by, opened_at = excluded.opened_at,
                   attempts = 0, error = null, read_at = null, failed_at = null, closed_by = null
            """,
            new
            {
                run = work.RunId ?? requestedBy,
                accounts = reads.Select(read => read.AccountId).ToArray(),
                objects = reads.Select(read => read.ObjectId).ToArray(),
                modes = reads.Select(read => read.Mode.ToText()).ToArray(),
                types = reads.Select(read => read.Type).ToArray(),
                lists = reads.Select(read => Json.Text(read.Lists)).ToArray(),
            }
        );
        foreach (var read in reads)
            if (read.Lists.Count > 0)
                await CustomerReader.Enqueue(read.AccountId, read.Mode, read.ObjectId, work);
            else
                await ObjectReader.Enqueue(read.AccountId, read.Mode, read.ObjectId, work);
        work.WakeWorkers();
    }

    /// <summary>Withdraws reads of a run that were not read yet.</summary>
    /// <returns>Objects that are not read any more.</returns>
    public static async Task<IReadOnlyList<string>> Withdraw(IReadOnlyCollection<string> objects, string undoneRun, UnitOfWork work)
    {
        var withdrawn = await work.List<ObjectKey>(
            $"""
            update stripe.reads r set closed_by = @run
             where r.tenant_id = 'tnt_platform' and r.object_id = any(@objects) and r.opened_by = @undoneRun and {IsOpen}
            returning r.account_id, r.object_id
            """,
            new
            {
                run = work.RunId,
                objects,
                undoneRun,
            }
        );
        await work.Withdraw([.. withdrawn.Select(key => ObjectReader.LaneOf(key.AccountId, key.ObjectId))], undoneRun);
        return [.. withdrawn.Select(key => key.ObjectId)];
    }

    /// <summary>Completes the reads of objects that were requested before they were read, also those that had failed. The read of a customer's lists stays open.</summary>
    public static void Complete(string account, Mode mode, IReadOnlyCollection<string> objects, DateTimeOffset readAt, UnitOfWork work) =>
        work.Defer(
            """
            update stripe.reads r set read_at = @readAt, failed_at = null, attempts = 0, error = null
             where r.tenant_id = 'tnt_platform' and r.account_id = @account and r.mode = @mode and r.object_id = any(@objects) and r.opened_at <= @readAt and r.lists = '[]'
               and r.read_at is null and r.closed_by is null
            """,
            new
            {
                account,
                mode,
                objects,
                readAt,
            }
        );

    /// <param name="isLast">Whether it is not repeated.</param>
    public static void Fail(string account, Mode mode, string objectId, string error, bool isLast, UnitOfWork work) =>
        work.Defer(
            $"""
            update stripe.reads r set attempts = r.attempts + 1, error = @error, failed_at = case when @isLast then clock_timestamp() end
             where r.tenant_id = 'tnt_platform' and r.account_id = @account and r.mode = @mode and r.object_id = @objectId and {IsOpen}
            """,
            new
            {
                account,
                mode,
                objectId,
                error,
                isLast,
            }
        );

    private sealed record ObjectKey(string AccountId, string ObjectId);
}

/// <summary>An object that a person wants to be read again.</summary>
/// <param name="Lists">Lists of a customer that are read with it; empty to read only the object.</param>
internal sealed record RequestedRead(string AccountId, string ObjectId, Mode Mode, string Type, params IReadOnlyList<ListRead> Lists);
