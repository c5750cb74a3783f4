using System.Text.Json;

namespace OwnerConsole.Data.Lanes;

/// <summary>Work items that failed their last attempt, until they are retried or discarded.</summary>
public static class DeadItems
{
    private static readonly StateRows Rows = new("work.failed_items", "failed_id");

    /// <summary>Returns open items, newest first.</summary>
    public static async Task<Page<DeadItem>> Open(DeadFilter filter, UnitOfWork work)
    {
        var (beforeAt, beforeId) = filter.Cursor is { } cursor ? Cursor.ReadInstant(cursor) : default;
        var arguments = new
        {
            filter.Kind,
            beforeAt,
            beforeId,
            limit = filter.Limit,
        };
        var rows = await work.List<DeadItem>(
            $"""
            {Columns}
             where d.closed_by is null {filter.OfKind} {(filter.Cursor is null ? "" : "and (d.failed_at, d.failed_id) < (@beforeAt, @beforeId)")}
             order by d.failed_at desc, d.failed_id desc limit @limit + 1
            """,
            arguments
        );
        var total = await Paging.Total(rows, filter.Limit, filter.Cursor, () => Count(filter, work));
        return Paging.ToPage(rows, filter.Limit, last => Cursor.Of(last.FailedAt, last.FailedId), total);
    }

    /// <returns>The number of open items, limited to one more than is counted.</returns>
    public static Task<int> Count(DeadFilter filter, UnitOfWork work) =>
        work.One<int>(
            $"select count(*)::int from (select from work.failed_items d where d.closed_by is null {filter.OfKind} limit {Paging.MaxCounted + 1}) c",
            new { filter.Kind }
        );

    /// <returns>Ids of matching items up to a limit, oldest first, which is their order in the lanes when retried.</returns>
    public static Task<IReadOnlyList<string>> Ids(DeadFilter filter, UnitOfWork work) =>
        work.List<string>(
            $"select d.failed_id from work.failed_items d where d.closed_by is null {filter.OfKind} order by d.failed_at, d.failed_id limit @Limit",
            new { filter.Kind, filter.Limit }
        );

    /// <summary>Returns the kinds of failed work.</summary>
    /// <returns>The kinds in order, up to a limit.</returns>
    public static Task<IReadOnlyList<string>> Kinds(int most, UnitOfWork work) => work.Distinct("work.failed_items", "kind", "closed_by is null", most);

    /// <summary>Returns items for an operation, including retried and discarded ones.</summary>
    public static Task<IReadOnlyList<DeadItem>> Find(IReadOnlyList<string> ids, UnitOfWork work) =>
        work.List<DeadItem>($"{Columns} where d.failed_id = any(@ids) order by d.failed_id {work.ForUpdate("d")}", new { ids });

    /// <summary>Appends items to their lanes, with a reset number of attempts.</summary>
    public static async Task Replay(IReadOnlyCollection<string> ids, UnitOfWork work)
    {
        await work.Execute(
            """
            with closed as (
              update work.failed_items set closed_by = @run where failed_id = any(@ids) and closed_by is null returning failed_id, lane, run_id, kind, body, requested_at),
            item as (
              insert into work.items (lane, run_id, kind, body, due, replay_of)
              select lane, run_id, kind, body, now(), failed_id from closed order by requested_at, failed_id)
            insert into work.lanes as l (lane, due) select distinct lane, now() from closed order by lane
            on conflict (lane) do update set due = least(l.due, excluded.due), wakes = l.wakes + 1
            """,
            new { run = work.RunId, ids }
        );
        work.WakeWorkers();
    }

    public static Task Discard(IReadOnlyCollection<string> ids, UnitOfWork work) => Rows.Close(ids, work);

    /// <summary>Removes items retried by a run from their lanes if they are still waiting.</summary>
    /// <returns>The items that are marked as failed again.</returns>
    public static Task<IReadOnlyList<string>> WithdrawReplayed(IReadOnlyCollection<string> ids, string undoneRun, UnitOfWork work) =>
        work.List<string>(
            """
            with waiting as (
              delete from work.items i using work.failed_items d
               where d.failed_id = i.replay_of and d.failed_id = any(@ids) and d.closed_by = @undoneRun
              returning i.replay_of)
            update work.failed_items set closed_by = null where failed_id in (select replay_of from waiting) returning failed_id
            """,
            new { ids, undoneRun }
        );

    /// <returns>The items discarded by a run that are open again.</returns>
    public static Task<IReadOnlyList<string>> Reopen(IReadOnlyCollection<string> ids, string undoneRun, UnitOfWork work) => Rows.Reopen(ids, undoneRun, work);

    private const string Columns = """
        select d.failed_id, d.lane, d.kind, d.attempts, d.error, d.requested_at, d.failed_at, d.closed_by is null as is_open, d.run_id, d.body from work.failed_items d
        """;
}

/// <param name="Attempts">Number of attempts, all of which failed.</param>
/// <param name="Error">Error of the last attempt.</param>
/// <param name="RunId">Id of the run that requested it; null if none did.</param>
/// <param name="Body">References; the referenced data was read on execution.</param>
public sealed record DeadItem(
    string FailedId,
    string Lane,
    string Kind,
    int Attempts,
    string Error,
    DateTimeOffset RequestedAt,
    DateTimeOffset FailedAt,
    bool IsOpen,
    string? RunId,
    JsonElement Body
);
