using System.Collections.Frozen;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>The statements that take events in.</summary>
internal static class EventSql
{
    /// <summary>The id, the event, and what enforced meters count, in one statement: what was there before does none of the three.</summary>
    /// <remarks>
    /// Subqueries, because each looks its id up in one generation by the index: an anti-join may read all ids there are. In the generation before nobody looks where it has none between the
    /// least and the greatest: those that begin with their moment are never among what came weeks ago. An id in its own generation is found by the
    /// insert, which stands last: what nothing reads is carried out from the last to the first, so no event was written yet when it fails.
    /// </remarks>
    /// <param name="looks">whether some may be there: each that is there is left out then; otherwise all are refused with it</param>
    private static string Take(bool knowsKeys, bool looks) =>
        $"""
            with said as materialized (
              select * from unnest(@tenants, @ids, @keys, @times, @types, @sources, @members, @datas, @imports)
                with ordinality s(tenant_id, id, key, at, type, source, member, data, is_import, place)),
            newest as materialized (
              select max(generation) as generation, max(keyed_until) > now() as is_beside, exists (select from core.event_ids where generation = 0) as has_imports
                from core.event_generations),
            reach as materialized (
              select exists (select from core.event_ids i
                              where i.generation = (select generation - 1 from newest)
                                and i.id between (select id from said order by id limit 1) and (select id from said order by id desc limit 1)) as meets_before),
            {(knowsKeys ? Beside : "")}
            unknown as materialized (
              select s.*, case when s.is_import then 0 else (select generation from newest) end as generation
                from said s
               where case when (select meets_before from reach)
                          then (select i.generation from core.event_ids i where i.id = s.id and i.generation = (select generation - 1 from newest)) end is null
                 and case when s.is_import then (select i.generation from core.event_ids i where i.id = s.id and i.generation = (select generation from newest))
                          when (select has_imports from newest) then (select i.generation from core.event_ids i where i.id = s.id and i.generation = 0) end is null
                 {(knowsKeys ? IsNew : "")}),
            {(looks ? NewOnes : "news as not materialized (select * from unknown)")},
            taken as (
              insert into core.events (tenant_id, at, type, source, member, data)
              select tenant_id, at, type, source, member, data::jsonb from news),
            counted as (
              insert into core.meter_additions (tenant_id, meter, period, used)
              select n.tenant_id, h.meter, date_trunc('month', n.at at time zone 'UTC')::date, sum(h.value)
                from unnest(@hits, @meters, @values) h(place, meter, value)
                join news n using (place)
               group by 1, 2, 3){(looks ? "" : $", fresh as ({KeepIds})")}
            select array_agg(place::int - 1) from news
            """;

    /// <summary>In one order, so that two nodes with the same ids wait for each other and not in a circle.</summary>
    private const string KeepIds = "insert into core.event_ids (id, generation) select id, generation from unknown order by id";

    private const string NewOnes =
        $"fresh as ({KeepIds} on conflict do nothing returning id), news as materialized (select s.* from said s join fresh using (id))";

    /// <summary>While a console of the release before may run, it has to find what this one takes in.</summary>
    private const string Beside = """
        beside as (
          insert into core.event_keys (tenant_id, key, generation)
          select s.tenant_id, s.key, case when s.is_import then 0 else (select generation from newest) end
            from said s
           where (select is_beside from newest)
           order by s.tenant_id, s.key
          on conflict do nothing
          returning tenant_id, key),
        """;

    private const string IsNew = """
        and (select k.generation from core.event_keys k where k.tenant_id = s.tenant_id and k.key = s.key limit 1) is null
        and ((select is_beside from newest) is not true or (s.tenant_id, s.key) in (select b.tenant_id, b.key from beside b))
        """;

    private static readonly FrozenDictionary<(bool KnowsKeys, bool Looks), string> s_take = new (bool KnowsKeys, bool Looks)[]
    {
        (false, false),
        (false, true),
        (true, false),
        (true, true),
    }.ToFrozenDictionary(way => way, way => Take(way.KnowsKeys, way.Looks));

    /// <param name="rows">no two with the same id</param>
    /// <param name="knowsKeys">whether some may be known by the keys of the release before</param>
    /// <param name="looks">whether some may be there already; said not to be, one that is takes all down with it</param>
    /// <returns>the places of those that were not there before</returns>
    /// <exception cref="Npgsql.PostgresException">a unique violation, where nobody looked</exception>
    public static async Task<IReadOnlyList<int>> Insert(IReadOnlyList<Batch.Row> rows, bool knowsKeys, bool looks, Work work)
    {
        var hits = new List<(long Place, string Meter, decimal Value)>();
        for (var at = 0; at < rows.Count; at++)
            foreach (var (meter, value) in rows[at].Event.Counted)
                hits.Add((at + 1, meter, value));
        return await work.One<int[]>(
                s_take[(knowsKeys, looks)],
                new
                {
                    tenants = Column(rows, row => row.Event.TenantId),
                    ids = Column(rows, row => row.Event.Id),
                    keys = knowsKeys ? Column(rows, row => EventId.KeyBefore(row.Event.Said)) : [],
                    times = Column(rows, row => row.Event.At.UtcDateTime),
                    types = Column(rows, row => row.Event.Said.Type),
                    sources = Column(rows, row => row.Event.Said.Source),
                    members = Column(rows, row => row.Event.Said.Member),
                    datas = Column(rows, row => row.Event.Said.Data?.GetRawText()),
                    imports = Column(rows, row => row.Parcel.Origin.IsBackfill),
                    hits = hits.Select(hit => hit.Place).ToArray(),
                    meters = hits.Select(hit => hit.Meter).ToArray(),
                    values = hits.Select(hit => hit.Value).ToArray(),
                }
            ) ?? [];
    }

    public static void Keep(IReadOnlyList<Batch.Letter> letters, Work work)
    {
        if (letters.Count > 0)
            work.Later(
                """
                insert into core.dead_letters (population, key_id, is_backfill, reason, says, body)
                select * from unnest(@populations, @keys, @imports, @reasons, @says, @bodies)
                """,
                new
                {
                    populations = Column(letters, letter => letter.Origin.Population.ToText()),
                    keys = Column(letters, letter => letter.Origin.KeyId),
                    imports = Column(letters, letter => letter.Origin.IsBackfill),
                    reasons = Column(letters, letter => letter.Why.Reason),
                    says = Column(letters, letter => letter.Why.Says),
                    bodies = Column(letters, letter => letter.Body),
                }
            );
    }

    public static void Count(IEnumerable<(Origin Origin, string Outcome, int N)> counts, int writer, Work work)
    {
        var rows = counts.ToList();
        work.Later(
            """
            insert into core.intake_counts as c (key_id, hour, client, outcome, writer, population, n, last_at)
            select r.key_id, date_trunc('hour', now()), r.client, r.outcome, @writer, r.population, r.n, now()
              from unnest(@keys, @clients, @outcomes, @populations, @ns) r(key_id, client, outcome, population, n)
             order by 1, 3, 4
            on conflict (key_id, hour, client, outcome, writer) do update set n = c.n + excluded.n, last_at = excluded.last_at
            """,
            new
            {
                writer,
                keys = Column(rows, row => row.Origin.KeyId),
                clients = Column(rows, row => row.Origin.Client),
                outcomes = Column(rows, row => row.Outcome),
                populations = Column(rows, row => row.Origin.Population.ToText()),
                ns = Column(rows, row => (long)row.N),
            }
        );
    }

    private static T[] Column<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> value)
    {
        var column = new T[rows.Count];
        for (var at = 0; at < column.Length; at++)
            column[at] = value(rows[at]);
        return column;
    }
}
