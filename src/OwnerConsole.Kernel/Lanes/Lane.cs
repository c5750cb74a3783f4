using System.Text.Json;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Lanes;

/// <summary>Puts work into lanes, in the transaction that decides it.</summary>
public static class Lane
{
    /// <param name="lane">the object whose work stays in order, such as <c>hook:whe_…</c></param>
    /// <param name="body">references; what it needs is read when it is carried out</param>
    /// <param name="at">not before; null is at once</param>
    public static Task Ask(this Work work, string lane, string kind, object body, DateTimeOffset? at = null) => work.Ask(lane, kind, [Json.Element(body)], at);

    /// <param name="bodies">one for each, in the order in which they are to be carried out</param>
    public static async Task Ask(this Work work, string lane, string kind, IReadOnlyCollection<JsonElement> bodies, DateTimeOffset? at = null) =>
        await work.Do(
            """
            with item as (
              insert into work.items (lane, run_id, kind, body, due)
              select @lane, @run, @kind, b.body, @due from unnest(@bodies) with ordinality b(body, nth) order by b.nth)
            insert into work.lanes as l (lane, due) values (@lane, @due)
            on conflict (lane) do update set due = least(l.due, excluded.due), wakes = l.wakes + 1
            """,
            new
            {
                lane,
                run = work.RunId,
                kind,
                bodies,
                due = at ?? work.Now,
            }
        );

    /// <summary>Makes what waits in these lanes due now, also in one that rests: what it waited for has changed.</summary>
    public static async Task Hurry(this Work work, IReadOnlyCollection<string> lanes)
    {
        await work.Do(
            """
            with item as (update work.items set due = now() where lane = any(@lanes) and due > now())
            update work.lanes set due = now(), open_until = null, failures = 0, wakes = wakes + 1 where lane = any(@lanes)
            """,
            new { lanes }
        );
        work.Wake();
    }

    /// <summary>What stands first in these lanes isn't tried before then.</summary>
    public static Task Postpone(this Work work, IReadOnlyCollection<(string Lane, DateTimeOffset Until)> lanes) =>
        work.Do(
            """
            with w as materialized (select * from unnest(@lanes, @times) w(lane, until)),
            item as (
              update work.items i set due = w.until from w
               where i.lane = w.lane and i.id = (select h.id from work.items h where h.lane = w.lane order by h.id limit 1))
            update work.lanes l set due = w.until from w where l.lane = w.lane
            """,
            new { lanes = lanes.Select(one => one.Lane).ToArray(), times = lanes.Select(one => one.Until).ToArray() }
        );

    /// <summary>Takes out what a run has put into these lanes and nobody has carried out yet. Whoever carries it out just now decides by the run's own rows.</summary>
    public static Task Withdraw(this Work work, IReadOnlyCollection<string> lanes, string runId) =>
        work.Do("delete from work.items where lane = any(@lanes) and run_id = @runId", new { lanes, runId });

    /// <summary>Calls the workers at the commit.</summary>
    public static void Wake(this Work work) => work.Call("work");
}
