using System.Text.Json;

namespace OwnerConsole.Data.Lanes;

/// <summary>Queues work in lanes, in the transaction that requests it.</summary>
public static class Lane
{
    /// <param name="lane">Object whose work is kept in order, such as <c>hook:whe_…</c>.</param>
    /// <param name="body">References; the referenced data is read on execution.</param>
    /// <param name="at">Earliest execution time; null for now.</param>
    public static Task Enqueue(this UnitOfWork work, string lane, string kind, object body, DateTimeOffset? at = null) =>
        work.Enqueue(lane, kind, [Json.Element(body)], at);

    /// <param name="bodies">One body per item, in execution order.</param>
    /// <param name="run">Run that requested it; null for that of the transaction.</param>
    public static async Task Enqueue(
        this UnitOfWork work,
        string lane,
        string kind,
        IReadOnlyCollection<JsonElement> bodies,
        DateTimeOffset? at = null,
        string? run = null
    ) =>
        await work.Execute(
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
                run = run ?? work.RunId,
                kind,
                bodies,
                due = at ?? work.Now,
            }
        );

    /// <summary>Makes the waiting items of these lanes due now, including paused lanes, because what they waited for has changed.</summary>
    public static async Task MakeDue(this UnitOfWork work, IReadOnlyCollection<string> lanes)
    {
        await work.Execute(
            """
            with item as (update work.items set due = now() where lane = any(@lanes) and due > now())
            update work.lanes set due = now(), open_until = null, failures = 0, wakes = wakes + 1 where lane = any(@lanes)
            """,
            new { lanes }
        );
        work.WakeWorkers();
    }

    /// <summary>Makes these items and their lanes due now, including paused lanes.</summary>
    public static async Task MakeDue(this UnitOfWork work, IReadOnlyCollection<(string Lane, long Item)> items)
    {
        await work.Execute(
            """
            with item as (update work.items i set due = now() from unnest(@lanes, @ids) w(lane, id) where i.lane = w.lane and i.id = w.id)
            update work.lanes set due = now(), open_until = null, failures = 0, wakes = wakes + 1 where lane = any(@lanes)
            """,
            new { lanes = items.Select(item => item.Lane).ToArray(), ids = items.Select(item => item.Item).ToArray() }
        );
        work.WakeWorkers();
    }

    /// <summary>Delays these items until the given time.</summary>
    public static Task Postpone(this UnitOfWork work, IReadOnlyCollection<(string Lane, long Item, DateTimeOffset Until)> items) =>
        work.Execute(
            """
            with w as materialized (select * from unnest(@lanes, @ids, @times) w(lane, id, until)),
            item as (update work.items i set due = w.until from w where i.lane = w.lane and i.id = w.id)
            update work.lanes l set due = w.until from w where l.lane = w.lane and l.width = 1
            """,
            new
            {
                lanes = items.Select(item => item.Lane).ToArray(),
                ids = items.Select(item => item.Item).ToArray(),
                times = items.Select(item => item.Until).ToArray(),
            }
        );

    /// <summary>Sets the maximum number of concurrent items of a lane: 1 keeps their order.</summary>
    public static Task SetConcurrency(this UnitOfWork work, IReadOnlyCollection<(string Lane, int Width)> lanes) =>
        work.Execute(
            """
            insert into work.lanes as l (lane, due, width) select w.lane, 'infinity', w.width from unnest(@lanes, @widths) w(lane, width)
            on conflict (lane) do update set width = excluded.width
            """,
            new { lanes = lanes.Select(lane => lane.Lane).ToArray(), widths = lanes.Select(lane => lane.Width).ToArray() }
        );

    /// <summary>Removes items that a run queued in these lanes and that have not been executed. Items in progress check the run's own rows.</summary>
    public static Task Withdraw(this UnitOfWork work, IReadOnlyCollection<string> lanes, string runId) =>
        work.Execute("delete from work.items where lane = any(@lanes) and run_id = @runId", new { lanes, runId });

    /// <summary>Removes all items of these lanes that have not been executed. Items in progress check their own rows.</summary>
    public static Task Clear(this UnitOfWork work, IReadOnlyCollection<string> lanes) =>
        work.Execute("delete from work.items where lane = any(@lanes)", new { lanes });

    /// <summary>Notifies the workers on commit.</summary>
    public static void WakeWorkers(this UnitOfWork work) => work.Notify("work");
}
