using System.Text.Json;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Lanes;

/// <summary>Work that failed at its last attempt, until somebody replays or discards it.</summary>
public static class DeadItems
{
    /// <summary>Those nobody has decided about, the newest first.</summary>
    public static Task<IReadOnlyList<DeadItem>> Open(int limit, Work work) =>
        work.List<DeadItem>($"{Columns} where d.closed_by is null order by d.died_at desc, d.dead_id desc limit @limit", new { limit });

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
