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

    /// <summary>Makes these items due now, and the lanes they are in, also a lane that rests.</summary>
    public static async Task Hurry(this Work work, IReadOnlyCollection<(string Lane, long Item)> items)
    {
        await work.Do(
            """
            with item as (update work.items i set due = now() from unnest(@lanes, @ids) w(lane, id) where i.lane = w.lane and i.id = w.id)
            update work.lanes set due = now(), open_until = null, failures = 0, wakes = wakes + 1 where lane = any(@lanes)
            """,
            new { lanes = items.Select(one => one.Lane).ToArray(), ids = items.Select(one => one.Item).ToArray() }
        );
        work.Wake();
    }

    /// <summary>These items are not tried before then.</summary>
    public static Task Postpone(this Work work, IReadOnlyCollection<(string Lane, long Item, DateTimeOffset Until)> items) =>
        work.Do(
            """
            with w as materialized (select * from unnest(@lanes, @ids, @times) w(lane, id, until)),
            item as (update work.items i set due = w.until from w where i.lane = w.lane and i.id = w.id)
            update work.lanes l set due = w.until from w where l.lane = w.lane and l.width = 1
            """,
            new
            {
                lanes = items.Select(one => one.Lane).ToArray(),
                ids = items.Select(one => one.Item).ToArray(),
                times = items.Select(one => one.Until).ToArray(),
            }
        );

    /// <summary>Sets how many items of a lane are in progress at once: 1 keeps their order.</summary>
    public static Task Widen(this Work work, IReadOnlyCollection<(string Lane, int Width)> lanes) =>
        work.Do(
            """
            insert into work.lanes as l (lane, due, width) select w.lane, 'infinity', w.width from unnest(@lanes, @widths) w(lane, width)
            on conflict (lane) do update set width = excluded.width
            """,
            new { lanes = lanes.Select(one => one.Lane).ToArray(), widths = lanes.Select(one => one.Width).ToArray() }
        );

    /// <summary>Takes out what a run has put into these lanes and nobody has carried out yet. Whoever carries it out just now decides by the run's own rows.</summary>
    public static Task Withdraw(this Work work, IReadOnlyCollection<string> lanes, string runId) =>
        work.Do("delete from work.items where lane = any(@lanes) and run_id = @runId", new { lanes, runId });

    /// <summary>Calls the workers at the commit.</summary>
    public static void Wake(this Work work) => work.Call("work");
}
