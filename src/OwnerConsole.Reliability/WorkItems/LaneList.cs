using OwnerConsole.Data;

namespace OwnerConsole.Reliability.WorkItems;

/// <summary>Reads the queues that have jobs, failing ones first.</summary>
public sealed class LaneList
{
    /// <returns>Queues other than schedules.</returns>
    public Task<IReadOnlyList<LaneRow>> ListLanes(int limit, UnitOfWork work) =>
        work.List<LaneRow>(
            $"{Rows} where not l.lane like 'every:%' order by l.open_until > now() desc nulls last, h.attempts desc, w.oldest_at, l.lane limit @limit",
            new { limit }
        );

    /// <returns>Schedules, the next to run first.</returns>
    public Task<IReadOnlyList<LaneRow>> ListSchedules(UnitOfWork work) => work.List<LaneRow>($"{Rows} where l.lane like 'every:%' order by next_at, l.lane");

    public async Task<WorkItemCounts> Count(UnitOfWork work) =>
        (
            await work.One<WorkItemCounts>(
                """
                select (select count(*) from work.items where not lane like 'every:%') as waiting,
                       (select count(distinct lane) from work.items where not lane like 'every:%') as lanes,
                       (select min(requested_at) from work.items where not lane like 'every:%') as oldest_at,
                       (select count(*) from work.lanes where open_until > now()) as resting,
                       (select count(*) from work.failed_items where closed_by is null) as dead
                """
            )
        )!; // always one row

    private const string Rows = """
        select l.lane, t.name as about,
               case when l.open_until > now() then 'resting' when l.leased_until > now() then 'working' when h.attempts > 0 and h.due > now() then 'failing'
                    when h.due > now() then 'waiting' else 'due' end as state,
               h.kind, w.waiting, w.oldest_at, greatest(h.due, l.open_until) as next_at, h.attempts as failures, h.error, l.done_at
          from work.lanes l
          join lateral (select i.kind, i.due, i.attempts, i.error from work.items i where i.lane = l.lane order by i.id limit 1) h on true
          join lateral (select count(*) as waiting, min(i.requested_at) as oldest_at from work.items i where i.lane = l.lane) w on true
          left join core.entity_names t on t.id = split_part(l.lane, ':', 2)
        """;
}

/// <param name="Waiting">Jobs in all queues, without schedules.</param>
/// <param name="Lanes">Queues that have jobs.</param>
/// <param name="OldestAt">When the oldest job was created; null if there are no jobs.</param>
public sealed record WorkItemCounts(long Waiting, long Lanes, DateTimeOffset? OldestAt, long Resting, long Dead);
