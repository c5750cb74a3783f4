using OwnerConsole.Data;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Statements that store events.</summary>
internal static class EventSql
{
    /// <summary>
    /// Selects the generation for new ids, and whether an id in the range can be in an older one. Time-based ids are never among those of weeks ago.
    /// </summary>
    private const string FindGeneration = """
        with newest as materialized (select max(generation) as generation from core.event_generations)
        select (select generation from newest) as generation,
               exists (select from core.event_ids where generation = (select generation - 1 from newest) and id between @least and @greatest)
               or exists (select from core.event_ids where generation = 0 and id between @least and @greatest) as is_among
        """;

    /// <remarks>Sorted by id, so that two nodes with the same ids wait for each other without a deadlock.</remarks>
    private const string KeepIds = "insert into core.event_ids (id, generation) select id, @Generation from unnest(@ids) id";

    /// <summary>Stores and returns the ids that are in no generation.</summary>
    /// <remarks>
    /// Subqueries look up each id in one generation by index; an anti-join could read all ids. An id in its own generation is detected by the insert.
    /// There is no join with the stored rows, because PostgreSQL estimates them as one and would compare each with each.
    /// </remarks>
    /// <param name="looks">Whether some ids can already exist: these are then skipped, otherwise one existing id fails the whole statement.</param>
    private static string KeepUnknown(bool looks) =>
        $"""
            with said as materialized (select * from unnest(@ids, @imports) s(id, is_import)),
            unknown as (
              select s.id, case when s.is_import then 0 else @Generation end as generation
                from said s
               where case when @IsAmong then (select i.generation from core.event_ids i where i.id = s.id and i.generation = @Generation - 1) end is null
                 and case when s.is_import then (select i.generation from core.event_ids i where i.id = s.id and i.generation = @Generation)
                          when @IsAmong then (select i.generation from core.event_ids i where i.id = s.id and i.generation = 0) end is null)
            insert into core.event_ids (id, generation)
            select id, generation from unknown order by id
            {(looks ? "on conflict do nothing" : "")}
            returning id
            """;

    // Built once, because each batch of events executes one of them.
    private static readonly string s_keepUnknown = KeepUnknown(looks: false),
        s_keepUnknownAfterLookup = KeepUnknown(looks: true);

    /// <summary>Stores the identities of events, and skips the lookup if none of them can exist already.</summary>
    /// <param name="rows">Events with distinct ids.</param>
    /// <param name="looks">Whether some may already exist. If false, an existing one fails the transaction with a unique violation, at the commit at
    /// the latest.</param>
    /// <returns>The events that are new.</returns>
    public static async Task<IReadOnlyList<EventBatch.Row>> Keep(IReadOnlyList<EventBatch.Row> rows, bool looks, UnitOfWork work)
    {
        if (rows.Count == 0)
            return rows;
        var ids = Column(rows, row => row.Event.Id);
        var ordered = ids.Order().ToArray(); // PostgreSQL sorts them the same way.
        var look = (await work.One<IdReach>(FindGeneration, new { least = ordered[0], greatest = ordered[^1] }))!; // It always returns a row.
        if (!look.IsAmong && !looks && !rows.Any(row => row.Parcel.Origin.IsBackfill))
        {
            work.Defer(KeepIds, new { look.Generation, ids = ordered });
            return rows;
        }
        var fresh = await work.List<Guid>(
            looks ? s_keepUnknownAfterLookup : s_keepUnknown,
            new
            {
                look.Generation,
                look.IsAmong,
                ids,
                imports = Column(rows, row => row.Parcel.Origin.IsBackfill),
            }
        );
        return fresh.Count == rows.Count ? rows : [.. rows.IntersectBy(fresh, row => row.Event.Id)];
    }

    /// <summary>Stores events, and the counts of enforced meters.</summary>
    /// <exception cref="Npgsql.PostgresException">The database rejected a value, now or at the commit.</exception>
    public static void Write(IReadOnlyList<EventBatch.Row> rows, UnitOfWork work)
    {
        if (rows.Count == 0)
            return;
        work.Defer(
            """
            insert into core.events (tenant_id, at, type, source, member, data)
            select s.tenant_id, s.at, s.type, s.source, s.member, s.data::jsonb
              from unnest(@tenants, @times, @types, @sources, @members, @datas) s(tenant_id, at, type, source, member, data)
            """,
            new
            {
                tenants = Column(rows, row => row.Event.TenantId),
                times = Column(rows, row => row.Event.At.UtcDateTime),
                types = Column(rows, row => row.Event.Said.Type),
                sources = Column(rows, row => row.Event.Said.Source),
                members = Column(rows, row => row.Event.Said.Member),
                datas = Column(rows, row => row.Event.Said.Data?.GetRawText()),
            }
        );
        var hits = new List<(IncomingEvent Event, string Meter, decimal Value)>();
        foreach (var row in rows)
        foreach (var (meter, value) in row.Event.Counted)
            hits.Add((row.Event, meter, value));
        if (hits.Count > 0)
            work.Defer(
                """
                insert into core.meter_additions (tenant_id, meter, period, used)
                select h.tenant_id, h.meter, date_trunc('month', h.at at time zone 'UTC')::date, sum(h.value)
                  from unnest(@tenants, @times, @meters, @values) h(tenant_id, at, meter, value)
                 group by 1, 2, 3
                """,
                new
                {
                    tenants = Column(hits, hit => hit.Event.TenantId),
                    times = Column(hits, hit => hit.Event.At.UtcDateTime),
                    meters = Column(hits, hit => hit.Meter),
                    values = Column(hits, hit => hit.Value),
                }
            );
    }

    public static void Keep(IReadOnlyList<EventBatch.RejectedRow> letters, UnitOfWork work)
    {
        if (letters.Count > 0)
            work.Defer(
                """
                insert into core.dead_letters (mode, key_id, is_backfill, reason, advice, body)
                select * from unnest(@modes, @keys, @imports, @reasons, @advice, @bodies)
                """,
                new
                {
                    modes = Column(letters, letter => letter.Origin.Mode.ToText()),
                    keys = Column(letters, letter => letter.Origin.KeyId),
                    imports = Column(letters, letter => letter.Origin.IsBackfill),
                    reasons = Column(letters, letter => letter.Why.Reason),
                    advice = Column(letters, letter => letter.Why.Advice),
                    bodies = Column(letters, letter => letter.Body),
                }
            );
    }

    public static void Count(IEnumerable<(EventOrigin Origin, string Outcome, int N)> counts, int writer, UnitOfWork work)
    {
        var rows = counts.ToList();
        work.Defer(
            """
            insert into core.intake_counts as c (key_id, hour, client, outcome, writer, mode, n, last_at)
            select r.key_id, date_trunc('hour', now()), r.client, r.outcome, @writer, r.mode, r.n, now()
              from unnest(@keys, @clients, @outcomes, @modes, @ns) r(key_id, client, outcome, mode, n)
             order by 1, 3, 4
            on conflict (key_id, hour, client, outcome, writer) do update set n = c.n + excluded.n, last_at = excluded.last_at
            """,
            new
            {
                writer,
                keys = Column(rows, row => row.Origin.KeyId),
                clients = Column(rows, row => row.Origin.Client),
                outcomes = Column(rows, row => row.Outcome),
                modes = Column(rows, row => row.Origin.Mode.ToText()),
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

    /// <param name="IsAmong">Whether an id can be in an older generation.</param>
    private sealed record IdReach(int Generation, bool IsAmong);
}
