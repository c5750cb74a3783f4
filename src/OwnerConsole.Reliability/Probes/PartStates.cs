using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Probes;

/// <summary>Stores and reads the states of the console's own parts. Only changes add rows.</summary>
internal static class PartStates
{
    /// <summary>Maximum number of states kept of each part.</summary>
    private const int MaxStates = 2_000;

    /// <summary>Stores what the parts report now. After a pause of more than five minutes, nothing is known about the time before.</summary>
    /// <param name="states">States by key of the part.</param>
    public static async Task Add(IReadOnlyDictionary<string, HealthState> states, UnitOfWork work)
    {
        await work.Execute("select pg_advisory_xact_lock(hashtextextended('probes.part_states', 0))"); // two runs at the same time would store a change twice
        var parts = states.Keys.ToArray();
        var added = await work.Execute(
            """
            with sampled as (select n.part, n.state from unnest(@parts, @states) n(part, state)),
            last as (
              select s.part, s.started_at, s.state, s.seen_at > now() - interval '5 minutes' as is_recent
                from sampled n
               cross join lateral (select l.part, l.started_at, l.state, l.seen_at from probes.part_states l
                                    where l.tenant_id = 'tnt_platform' and l.part = n.part
                                    order by l.started_at desc limit 1) s),
            seen as (
              update probes.part_states s set seen_at = greatest(s.seen_at, now())
                from last l
               where s.tenant_id = 'tnt_platform' and s.part = l.part and s.started_at = l.started_at and l.is_recent)
            insert into probes.part_states (tenant_id, part, started_at, state, seen_at)
            select 'tnt_platform', n.part, now(), n.state, now()
              from sampled n left join last l on l.part = n.part
             where l.part is null or not l.is_recent or l.state <> n.state
            on conflict (tenant_id, part, started_at) do nothing
            """,
            new { parts, states = states.Values.Select(state => state.ToText()).ToArray() }
        );
        if (added > 0)
            await work.Execute(
                """
                delete from probes.part_states s
                 using (select o.part, o.started_at, row_number() over (partition by o.part order by o.started_at desc) as nth
                          from probes.part_states o where o.tenant_id = 'tnt_platform' and o.part = any(@parts)) old
                 where s.tenant_id = 'tnt_platform' and s.part = old.part and s.started_at = old.started_at and old.nth > @most
                """,
                new { parts, most = MaxStates }
            );
    }

    /// <returns>Keys of the parts that were seen within five minutes, also in an unknown state.</returns>
    public static Task<IReadOnlyList<string>> ListRecent(UnitOfWork work) =>
        work.List<string>(
            """
            select distinct s.part from probes.part_states s
             where s.tenant_id = 'tnt_platform' and s.seen_at > now() - interval '5 minutes'
            """
        );

    /// <returns>The cards, those without a known start of their state with the time since when it was seen.</returns>
    public static async Task<IReadOnlyList<HealthCard>> AddSince(IReadOnlyList<HealthCard> cards, UnitOfWork work)
    {
        var rows = await work.List<PartState>(
            """
            select s.part, s.state, s.started_at, s.seen_at
              from unnest(@parts) n(part)
             cross join lateral (select l.part, l.state, l.started_at, l.seen_at from probes.part_states l
                                  where l.tenant_id = 'tnt_platform' and l.part = n.part
                                  order by l.started_at desc limit 1) s
             where s.seen_at > now() - interval '5 minutes'
            """,
            new { parts = cards.Select(card => card.Key).Distinct(StringComparer.Ordinal).ToArray() }
        );
        var known = rows.ToDictionary(row => row.Part, StringComparer.Ordinal);
        return
        [
            .. cards.Select(card =>
                card.Since is null && known.GetValueOrDefault(card.Key) is { } last && last.State == card.State ? card with { Since = last.StartedAt } : card
            ),
        ];
    }

    /// <returns>States that were seen since then, oldest first.</returns>
    public static Task<IReadOnlyList<PartState>> List(IReadOnlyCollection<string> parts, DateTimeOffset since, UnitOfWork work) =>
        work.List<PartState>(
            """
            select s.part, s.state, s.started_at, s.seen_at
              from probes.part_states s
             where s.tenant_id = 'tnt_platform' and s.part = any(@parts) and s.seen_at >= @since
             order by s.part, s.started_at
            """,
            new { parts = parts.ToArray(), since }
        );
}

/// <param name="SeenAt">When the part was last seen in the state, or when the next one started.</param>
internal sealed record PartState(string Part, HealthState State, DateTimeOffset StartedAt, DateTimeOffset SeenAt);
