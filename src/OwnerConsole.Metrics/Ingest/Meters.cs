using OwnerConsole.Data;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Active meters, cached for a few seconds because every event needs them.</summary>
public sealed class Meters(Database database, TimeProvider clock)
{
    /// <summary>Delay until a new meter is counted on every node.</summary>
    private static readonly TimeSpan s_cacheLifetime = TimeSpan.FromSeconds(2);

    private const string Columns = "key, name, unit, event_type, adds, value_path, group_by, enforced, meter_id";

    private CacheEntry _cache = new([], DateTimeOffset.MinValue);

    /// <returns>The meters by event type.</returns>
    public async Task<ILookup<string, Meter>> ByType(CancellationToken stop)
    {
        if (clock.GetUtcNow() - _cache.At > s_cacheLifetime)
        {
            TenantScope.Clear();
            await using var work = await database.Read(stop);
            _cache = new(await List(work), clock.GetUtcNow());
        }
        return _cache.ByType;
    }

    public static Task<IReadOnlyList<Meter>> List(UnitOfWork work) =>
        work.List<Meter>($"select {Columns} from core.meters where closed_at is null order by key");

    /// <returns>All meters including retired ones, which still count earlier events.</returns>
    public static Task<IReadOnlyList<Meter>> Declared(UnitOfWork work) => work.List<Meter>($"select {Columns} from core.meters order by key");

    /// <summary>Declares meters in a run; a closed meter is opened again.</summary>
    /// <param name="run">Run that declares them, or the marker of the application that does.</param>
    public static Task<int> Open(IReadOnlyList<Meter> meters, string run, UnitOfWork work) =>
        work.Execute(
            """
            insert into core.meters as m (meter_id, key, name, unit, event_type, adds, value_path, group_by, enforced, opened_by, opened_at)
            select coalesce(r.meter_id, 'mtr_' || r.key), r.key, r.name, r.unit, r.event_type, r.adds,
                   array(select jsonb_array_elements_text(r.value_path)), array(select jsonb_array_elements_text(r.group_by)), r.enforced, @run, now()
              from jsonb_to_recordset(@meters) r(meter_id text, key text, name text, unit text, event_type text, adds text, value_path jsonb, group_by jsonb, enforced boolean)
             order by r.key
            on conflict (key) do update
               set name = excluded.name, unit = excluded.unit, event_type = excluded.event_type, adds = excluded.adds, value_path = excluded.value_path,
                   group_by = excluded.group_by, enforced = excluded.enforced, opened_by = excluded.opened_by, opened_at = now(), closed_by = null, closed_at = null
             where m.closed_at is not null
            """,
            new { meters = Json.Element(meters), run }
        );

    /// <summary>Updates the name and grouping of an active meter; its counts are kept.</summary>
    public static Task<int> Describe(Meter meter, UnitOfWork work) =>
        work.Execute(
            """
            update core.meters set name = @Name, unit = @Unit, group_by = @GroupBy
             where key = @Key and closed_at is null and (name, unit, group_by) is distinct from (@Name, @Unit, @GroupBy)
            """,
            new
            {
                meter.Key,
                meter.Name,
                meter.Unit,
                meter.GroupBy,
            }
        );

    /// <returns>The keys of the meters that were active.</returns>
    public static Task<IReadOnlyList<string>> Close(IReadOnlyList<string> keys, string run, UnitOfWork work) =>
        work.List<string>(
            "update core.meters set closed_by = @run, closed_at = now() where key = any(@keys) and closed_at is null returning key",
            new { keys, run }
        );

    /// <returns>The number of meters closed that this run had opened.</returns>
    public static Task<int> CloseOpenedBy(string opener, string run, UnitOfWork work) =>
        work.Execute("update core.meters set closed_by = @run, closed_at = now() where opened_by = @opener and closed_at is null", new { opener, run });

    /// <returns>The keys of the meters closed by <paramref name="closer"/> and now reopened.</returns>
    public static Task<IReadOnlyList<string>> Reopen(IReadOnlyList<string> keys, string closer, UnitOfWork work) =>
        work.List<string>(
            "update core.meters set closed_by = null, closed_at = null where key = any(@keys) and closed_by = @closer returning key",
            new { keys, closer }
        );

    /// <returns>Whether any counts of the meter are stored.</returns>
    public static Task<bool> HasCounted(string key, UnitOfWork work) =>
        work.One<bool>(
            "select exists (select from core.usage_buckets where meter = @key) or exists (select from core.meter_values where meter = @key)",
            new { key }
        );

    private sealed class CacheEntry(IReadOnlyList<Meter> meters, DateTimeOffset at)
    {
        public DateTimeOffset At { get; } = at;
        public ILookup<string, Meter> ByType { get; } = meters.ToLookup(meter => meter.EventType, StringComparer.Ordinal);
    }
}
