using System.Text.Json;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Lanes;

/// <summary>Work that failed at its last attempt, until somebody replays or discards it.</summary>
public static class DeadItems
{
    /// <summary>Those nobody has decided about, the newest first.</summary>
    public static async Task<Page<DeadItem>> Open(DeadFilter filter, Work work)
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
             where d.closed_by is null {filter.OfKind} {(filter.Cursor is null ? "" : "and (d.died_at, d.dead_id) < (@beforeAt, @beforeId)")}
             order by d.died_at desc, d.dead_id desc limit @limit + 1
            """,
            arguments
        );
        var total = await Paging.Total(rows, filter.Limit, filter.Cursor, () => Count(filter, work));
        return Paging.Cut(rows, filter.Limit, last => Cursor.Of(last.DiedAt, last.DeadId), total);
    }

    /// <returns>how many nobody has decided about, up to one more than are counted</returns>
    public static Task<int> Count(DeadFilter filter, Work work) =>
        work.One<int>(
            $"select count(*)::int from (select from work.dead d where d.closed_by is null {filter.OfKind} limit {Paging.MostCounted + 1}) c",
            new { filter.Kind }
        );

    /// <returns>ids of all that match, at most so many, the oldest first: replayed they stand in their lanes in that order</returns>
    public static Task<IReadOnlyList<string>> Ids(DeadFilter filter, Work work) =>
        work.List<string>(
            $"select d.dead_id from work.dead d where d.closed_by is null {filter.OfKind} order by d.died_at, d.dead_id limit @Limit",
            new { filter.Kind, filter.Limit }
        );

    /// <summary>What kinds of work were given up.</summary>
    /// <returns>in order, at most so many</returns>
    public static Task<IReadOnlyList<string>> Kinds(int most, Work work) => work.Distinct("work.dead", "kind", "closed_by is null", most);

    /// <summary>As a Load reads them, with those that were decided about.</summary>
    public static Task<IReadOnlyList<DeadItem>> Find(IReadOnlyList<string> ids, Work work) =>
        work.List<DeadItem>($"{Columns} where d.dead_id = any(@ids) order by d.dead_id {work.ForUpdate("d")}", new { ids });

    /// <summary>Puts them at the end of their lanes, with all their attempts before them.</summary>
    public static async Task Replay(IReadOnlyCollection<string> ids, Work work)
    {
        await work.Do(
            """
            with closed as (
              update work.dead set closed_by = @run where dead_id = any(@ids) and closed_by is null returning dead_id, lane, run_id, kind, body, asked_at),
            item as (
              insert into work.items (lane, run_id, kind, body, due, replay_of)
              select lane, run_id, kind, body, now(), dead_id from closed order by asked_at, dead_id)
            insert into work.lanes as l (lane, due) select distinct lane, now() from closed order by lane
            on conflict (lane) do update set due = least(l.due, excluded.due), wakes = l.wakes + 1
            """,
            new { run = work.RunId, ids }
        );
        work.Wake();
    }

    public static Task Discard(IReadOnlyCollection<string> ids, Work work) =>
        work.Do("update work.dead set closed_by = @run where dead_id = any(@ids) and closed_by is null", new { run = work.RunId, ids });

    /// <summary>Takes what a run has replayed out of its lane again, where it still waits.</summary>
    /// <returns>those that are dead again</returns>
    public static Task<IReadOnlyList<string>> TakeOut(IReadOnlyCollection<string> ids, string undoneRun, Work work) =>
        work.List<string>(
            """
            with waiting as (
              delete from work.items i using work.dead d
               where d.dead_id = i.replay_of and d.dead_id = any(@ids) and d.closed_by = @undoneRun
              returning i.replay_of)
            update work.dead set closed_by = null where dead_id in (select replay_of from waiting) returning dead_id
            """,
            new { ids, undoneRun }
        );

    /// <returns>those that a run had discarded and that stand open again</returns>
    public static Task<IReadOnlyList<string>> Reopen(IReadOnlyCollection<string> ids, string undoneRun, Work work) =>
        work.List<string>(
            "update work.dead set closed_by = null where dead_id = any(@ids) and closed_by = @undoneRun returning dead_id",
            new { ids, undoneRun }
        );

    private const string Columns = """
        select d.dead_id, d.lane, d.kind, d.attempts, d.error, d.asked_at, d.died_at, d.closed_by is null as is_open, d.run_id, d.body from work.dead d
        """;
}

/// <param name="Attempts">all of them failed</param>
/// <param name="Error">of the last one</param>
/// <param name="RunId">the run that had asked for it; null when none had</param>
/// <param name="Body">references; what they lead to was read when it was carried out</param>
public sealed record DeadItem(
    string DeadId,
    string Lane,
    string Kind,
    int Attempts,
    string Error,
    DateTimeOffset AskedAt,
    DateTimeOffset DiedAt,
    bool IsOpen,
    string? RunId,
    JsonElement Body
);
