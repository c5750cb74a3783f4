using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>
/// Stores each tenant's sparkline in one row, up to the day before yesterday. Lists read only the later days separately: two rows per tenant instead
/// of thirty.
/// </summary>
/// <remarks>
/// Writing one of its days deletes a line (<c>core.forget_line</c>), and the days are read until the line is stored again. It runs in the event
/// processing loop, so that no day is written at the same time.
/// </remarks>
public sealed class LineKeeper(Database database, TimeProvider clock)
{
    /// <summary>Number of days in a line: those of the longest month.</summary>
    public const int Days = 31;

    /// <summary>Interval after which a new day or a deleted line is stored.</summary>
    private static readonly TimeSpan s_often = TimeSpan.FromHours(1);

    /// <summary>Maximum number of tenants per turn, because event processing waits for it.</summary>
    private const int AtOnce = 500;

    /// <summary>The last day of a line; later days change constantly.</summary>
    private const string Until = "((now() at time zone 'UTC')::date - 2)";

    private string _after = ""; // Last tenant that was checked.
    private long? _last;

    /// <returns>True if there is more to do.</returns>
    public async Task<bool> Keep(CancellationToken stop)
    {
        if (_after.Length == 0 && _last is { } last && clock.GetElapsedTime(last) < s_often)
            return false;
        var due = await Due(stop);
        if (due.Count > 0)
            await Keep(due, stop);
        _after = due.Count == AtOnce ? due[^1] : "";
        _last = clock.GetTimestamp();
        return due.Count == AtOnce;
    }

    /// <summary>Nothing is due during a recalculation, which would delete the lines again for each day.</summary>
    private async Task<IReadOnlyList<string>> Due(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.List<string>(
            $"""
            select p.tenant_id
              from core.tenant_people p
             where p.tenant_id > @_after and (p.line_until is null or p.line_until < {Until})
               and not exists (select from core.folding f where f.recount_day is not null)
             order by p.tenant_id
             limit @AtOnce
            """,
            new { _after, AtOnce }
        );
    }

    private async Task Keep(IReadOnlyList<string> tenants, CancellationToken stop)
    {
        await using var work = await database.Write(Door.Intake("lines.keep"), tenants, stop);
        await work.Do("select from core.folding for update"); // A node that was considered dead may still be processing events.
        await work.Do(
            $"""
            update core.tenant_people p set line_until = {Until}, line = l.line, line_sessions = l.sessions
              from unnest(@tenants) t(tenant_id)
             cross join lateral (
               select case when count(d.day) > 0 then string_agg(coalesce(d.activity, 0)::text, ' ' order by ago desc) else '' end as line,
                      coalesce(sum(d.sessions) filter (where d.day >= date_trunc('month', {Until})::date), 0) as sessions
                 from generate_series(0, @Days - 1) ago
                 left join core.tenant_days d on d.tenant_id = t.tenant_id and d.day = {Until} - ago) l
             where p.tenant_id = t.tenant_id
            """,
            new { tenants, Days }
        );
        await work.Commit();
    }
}
