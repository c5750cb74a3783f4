namespace OwnerConsole.Data.Lanes;

/// <summary>Rows of lanes and items as changed by the worker.</summary>
internal static class LaneRows
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <param name="held">Kinds of work that are paused, including their lanes.</param>
    public static Task<IReadOnlyList<ClaimedLane>> Claim(int most, IReadOnlyCollection<string> held, UnitOfWork work) =>
        work.List<ClaimedLane>(
            """
            update work.lanes set leased_until = now() + @lease
             where lane in (select lane from work.lanes
                             where due <= now() and (leased_until is null or leased_until < now()) and (open_until is null or open_until <= now())
                               and (cardinality(@held) = 0 or not exists (select from work.items i where i.lane = lanes.lane and i.kind = any(@held)))
                             order by due
                             limit @most
                             for update skip locked)
            returning lane, wakes, width
            """,
            new
            {
                lease = Lease,
                most,
                held,
            }
        );

    /// <returns>Items that are due; in an ordered lane, none behind a waiting one.</returns>
    public static Task<IReadOnlyList<WorkItem>> Head(ClaimedLane lane, int most, UnitOfWork work) =>
        work.List<WorkItem>(
            lane.Width > 1
                ? AllDue
                : """
                with head as materialized (
                  select lane, id, run_id, kind, body, attempts, due from work.items where lane = @Lane order by id limit @most)
                select lane, id, run_id, kind, body, attempts, extract(epoch from clock_timestamp() - due)::double precision as late_seconds
                  from head
                 where id < all (select id from head where due > now())
                 order by id
                """,
            new { lane.Lane, most }
        );

    /// <summary>Creates the one item of each of these lanes if it doesn't exist.</summary>
    public static Task Schedule(IReadOnlyCollection<IWorkHandler> kinds, UnitOfWork work) =>
        work.Execute(
            """
            with s as (select * from unnest(@lanes, @kinds) s(lane, kind)),
            made as (insert into work.lanes (lane, due) select lane, now() from s on conflict do nothing returning lane)
            insert into work.items (lane, kind, body, due) select lane, kind, '{}', now() from made join s using (lane)
            """,
            new { lanes = kinds.Select(kind => $"every:{kind.Name}").ToArray(), kinds = kinds.Select(kind => kind.Name).ToArray() }
        );

    public static void Complete(string lane, IReadOnlyCollection<long> items, UnitOfWork work)
    {
        if (items.Count == 0)
            return;
        work.Defer(
            $"with gone as (delete from work.items where lane = @Lane and id = any(@items)) {Success}",
            new
            {
                lease = Lease,
                Lane = lane,
                items,
            }
        );
    }

    /// <summary>Postpones an item at the head of its lane and resets its attempts.</summary>
    public static void Reschedule(WorkItem item, TimeSpan after, UnitOfWork work)
    {
        work.Defer(
            "update work.items set attempts = 0, error = null, due = now() + @after where lane = @Lane and id = @Id",
            new
            {
                after,
                item.Lane,
                item.Id,
            }
        );
        work.Defer(Success, new { lease = Lease, item.Lane });
    }

    /// <summary>Keeps a failed item at the head of its lane for a retry.</summary>
    public static Task Retry(WorkItem item, Failure failure, TimeSpan after, UnitOfWork work) =>
        work.Execute(
            "update work.items set attempts = attempts + 1, error = @Why, due = now() + @after where lane = @Lane and id = @Id",
            new
            {
                failure.Why,
                after,
                item.Lane,
                item.Id,
            }
        );

    /// <summary>Removes an item from its lane; later items continue.</summary>
    public static async Task MoveToDead(WorkItem item, Failure failure, string failedId, UnitOfWork work)
    {
        var died = await work.Execute(
            """
            with gone as (delete from work.items where lane = @Lane and id = @Id returning lane, run_id, kind, body, attempts, requested_at)
            insert into work.failed_items (failed_id, lane, run_id, kind, body, attempts, error, requested_at, failed_at)
            select @failedId, lane, run_id, kind, body, attempts + 1, @Why, requested_at, now() from gone
            """,
            new
            {
                failedId,
                failure.Why,
                item.Lane,
                item.Id,
            }
        );
        if (died > 0)
            await work.SetName(failedId, "work item", item.Kind);
    }

    /// <returns>True if the lane is now paused.</returns>
    public static Task<bool> RecordFailure(string lane, RetryPolicy policy, TimeSpan pause, UnitOfWork work) =>
        work.One<bool>(
            """
            update work.lanes
               set leased_until = now() + @lease, failures = failures + 1,
                   open_until = greatest(case when failures + 1 >= @RestsAfter then now() + @Rest end, now() + nullif(@pause, interval '0'))
             where lane = @lane
            returning open_until is not null
            """,
            new
            {
                lease = Lease,
                RestsAfter = policy.PauseAfterFailures,
                Rest = policy.PauseLength,
                pause,
                lane,
            }
        );

    /// <summary>
    /// Releases the lane. If work was queued in the meantime, which changes <c>wakes</c>, the lane is due at once and the workers are notified again,
    /// because no one could claim it at the first notification.
    /// </summary>
    public static async Task Release(ClaimedLane lane, UnitOfWork work)
    {
        var isDue = await work.One<bool>(
            """
            update work.lanes l
               set leased_until = null,
                   due = case when l.wakes <> @Wakes then now()
                              when l.width > 1 then coalesce((select min(i.due) from work.items i where i.lane = l.lane), 'infinity')
                              else coalesce((select i.due from work.items i where i.lane = l.lane order by i.id limit 1), 'infinity') end
             where l.lane = @Lane
            returning due <= now()
            """,
            new { lane.Wakes, lane.Lane }
        );
        if (isDue)
            work.WakeWorkers();
    }

    private const string AllDue = """
        select lane, id, run_id, kind, body, attempts, extract(epoch from clock_timestamp() - due)::double precision as late_seconds
          from work.items where lane = @Lane and due <= now() order by id limit @most
        """;

    private const string Success = "update work.lanes set leased_until = now() + @lease, done_at = now(), failures = 0, open_until = null where lane = @Lane";

    /// <param name="Width">Maximum number of concurrent items; 1 keeps their order.</param>
    public sealed record ClaimedLane(string Lane, long Wakes, int Width);
}
