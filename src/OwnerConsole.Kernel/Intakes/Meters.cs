using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>The meters that are open. Asked for every event, so a copy is kept for some seconds.</summary>
public sealed class Meters(Database database, TimeProvider clock)
{
    /// <summary>A meter that was declared is counted from so much later on every node.</summary>
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(2);

    private Kept _kept = new([], DateTimeOffset.MinValue);

    /// <returns>by the type of event they hear</returns>
    public async Task<ILookup<string, Meter>> ByType(CancellationToken stop)
    {
        if (clock.GetUtcNow() - _kept.At > s_fresh)
        {
            await using var work = await database.Read(stop);
            _kept = new(await List(work), clock.GetUtcNow());
        }
        return _kept.ByType;
    }

    public static Task<IReadOnlyList<Meter>> List(Work work) =>
        work.List<Meter>("select key, name, unit, event_type, adds, value_path, group_by, enforced from core.meters where closed_at is null order by key");

    /// <summary>Declares meters, each by a run; one that was closed is opened anew.</summary>
    /// <param name="run">that declares them</param>
    public static Task<int> Open(IReadOnlyList<Meter> meters, string run, Work work) =>
        work.Do(
            """
            insert into core.meters as m (key, name, unit, event_type, adds, value_path, group_by, enforced, opened_by, opened_at)
            select r.key, r.name, r.unit, r.event_type, r.adds,
                   array(select jsonb_array_elements_text(r.value_path)), array(select jsonb_array_elements_text(r.group_by)), r.enforced, @run, now()
              from jsonb_to_recordset(@meters) r(key text, name text, unit text, event_type text, adds text, value_path jsonb, group_by jsonb, enforced boolean)
             order by r.key
            on conflict (key) do update
               set name = excluded.name, unit = excluded.unit, event_type = excluded.event_type, adds = excluded.adds, value_path = excluded.value_path,
                   group_by = excluded.group_by, enforced = excluded.enforced, opened_by = excluded.opened_by, opened_at = now(), closed_by = null, closed_at = null
             where m.closed_at is not null
            """,
            new { meters = Json.Element(meters), run }
        );

    /// <returns>those that were open</returns>
    public static Task<IReadOnlyList<string>> Close(IReadOnlyList<string> keys, string run, Work work) =>
        work.List<string>(
            "update core.meters set closed_by = @run, closed_at = now() where key = any(@keys) and closed_at is null returning key",
            new { keys, run }
        );

    private sealed class Kept(IReadOnlyList<Meter> meters, DateTimeOffset at)
    {
        public DateTimeOffset At { get; } = at;
        public ILookup<string, Meter> ByType { get; } = meters.ToLookup(meter => meter.EventType, StringComparer.Ordinal);
    }
}
