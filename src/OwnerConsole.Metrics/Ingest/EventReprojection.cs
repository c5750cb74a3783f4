using OwnerConsole.Data;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>
/// Recalculates days after a change of the time zone or a new meter, some tenants of a day at a time, so that event processing and the log are not
/// delayed.
/// </summary>
/// <remarks>
/// Sessions are kept permanently and recalculated for all days. Events are kept for a limited time; earlier days keep their other counts. It runs in
/// the event processing loop, so that no events are processed during a turn.
/// </remarks>
public sealed class EventReprojection(Database database)
{
    /// <summary>Maximum number of tenants per turn.</summary>
    public const int BatchSize = 500;

    /// <summary>Requests a recalculation of everything; one in progress starts over.</summary>
    public static Task Request(UnitOfWork work) =>
        work.Execute("update core.projection set reproject_day = '-infinity', reproject_after = '', reproject_xid = null, reproject_requested_at = now()");

    /// <returns>The progress; null if no recalculation is running.</returns>
    public static Task<ReprojectionProgress?> Find(UnitOfWork work) =>
        work.One<ReprojectionProgress>(
            "select case when isfinite(reproject_day) then reproject_day end as day, reproject_requested_at as requested_at from core.projection where reproject_day is not null"
        );

    /// <returns>The first day whose events are all stored; null if no events were ever deleted.</returns>
    public static Task<DateOnly?> FirstKeptDay(string zone, UnitOfWork work) =>
        work.One<DateOnly?>(
            """
            select ((kept.day::timestamp at time zone 'UTC' + @Ahead) at time zone @zone)::date + 1
              from (select to_date(right(min(c.relname::text), 8), 'YYYYMMDD') as day
                      from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'core.events'::regclass) kept
             where kept.day > (select (opened_at at time zone 'UTC')::date + 1 from core.event_generations where generation = 0)
            """,
            new { zone, Ahead = EventRules.MaxClockSkew }
        );

    /// <returns>True if there is more to do.</returns>
    public async Task<bool> RunStep(CancellationToken stop)
    {
        var (place, isKept, tenants) = await Next(stop);
        if (place is null)
            return false;
        await using var work = await database.Write(WriteOrigin.Intake("events.recount"), tenants, stop);
        // If it was requested again in the meantime, it starts over.
        if (
            await work.One<bool>("select reproject_day = @Asked and reproject_after = @After and next_xid::text = @High from core.projection for update", place)
        )
        {
            await Rebuild(place, isKept, tenants, work);
            await work.Commit();
        }
        return true;
    }

    private async Task<(Position? Place, bool IsKept, IReadOnlyList<string> Tenants)> Next(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var place = await work.One<Position>(
            """
            with t as (select zone, (now() at time zone zone)::date + 1 as tomorrow from core.reporting)
            select f.reproject_day as asked, f.reproject_after as after, f.next_xid::text as high, coalesce(f.reproject_xid, f.next_xid)::text as usage_high, t.zone, t.tomorrow as last,
                   case when isfinite(f.reproject_day) then f.reproject_day
                        else least(t.tomorrow, (select min(day) from core.tenant_days), (select (min(started_at) at time zone t.zone)::date from core.sessions)) end as day
              from core.projection f cross join t
             where f.reproject_day is not null
            """
        );
        if (place is null)
            return (null, false, []);
        var tenants = await work.List<string>(
            """
            with span as (select @Day::timestamp at time zone @Zone as from_at, (@Day + 1)::timestamp at time zone @Zone as to_at),
            moved as (
              select tenant_id from core.tenant_days where day = @Day
              union
              select e.tenant_id from core.events e cross join span where e.at >= span.from_at and e.at < span.to_at
              union
              select s.tenant_id from core.sessions s cross join span where s.started_at >= span.from_at and s.started_at < span.to_at)
            select tenant_id from moved where tenant_id > @After order by tenant_id limit @AtOnce
            """,
            new
            {
                place.Day,
                place.Zone,
                place.After,
                AtOnce = BatchSize,
            }
        );
        return (place, await FirstKeptDay(place.Zone, work) is not { } since || since <= place.Day, tenants);
    }

    private static async Task Rebuild(Position place, bool isKept, IReadOnlyList<string> tenants, UnitOfWork work)
    {
        var those = new { place.Day, tenants };
        if (isKept && place.After.Length == 0)
            await work.Execute(
                "delete from core.usage_buckets where bucket >= @Day::timestamp at time zone @Zone and bucket < (@Day + 1)::timestamp at time zone @Zone",
                place
            );
        if (isKept && tenants.Count > 0)
        {
            await work.Execute(
                """
                with members as (delete from core.member_days where day = @Day and tenant_id = any(@tenants)),
                meters as (delete from core.meter_values where day = @Day and tenant_id = any(@tenants))
                delete from core.tenant_days where day = @Day and tenant_id = any(@tenants)
                """,
                those
            );
            await ProjectionSql.RebuildDays(place.Day, tenants, place.High, place.UsageHigh, place.Zone, work);
        }
        await ProjectionSql.RebuildDays([.. tenants.Select(tenant => new ProjectionSql.TenantDay(tenant, place.Day))], place.Zone, work);
        await work.Execute(
            """
            delete from core.tenant_days
             where day = @Day and tenant_id = any(@tenants) and events = 0 and activity = 0 and sessions = 0 and members = 0 and meters = '{}'
            """,
            those
        );
        if (tenants.Count == BatchSize)
            await work.Execute(
                "update core.projection set reproject_day = @Day, reproject_after = @until, reproject_xid = @UsageHigh::xid8",
                new
                {
                    place.Day,
                    place.UsageHigh,
                    until = tenants[^1],
                }
            );
        else
            await work.Execute(
                """
                update core.projection
                   set reproject_day = case when @Day < @Last then @Day + 1 end, reproject_after = '', reproject_xid = null,
                       reproject_requested_at = case when @Day < @Last then reproject_requested_at end
                """,
                place
            );
    }

    /// <summary>Position of the recalculation.</summary>
    /// <param name="Asked">The stored day; -infinity before the start.</param>
    /// <param name="After">Last tenant counted for the day; empty if none.</param>
    /// <param name="High">The first transaction that is not processed yet.</param>
    /// <param name="UsageHigh">The same when the day was started.</param>
    /// <param name="Last">Tomorrow, which may already have started in a time zone further east.</param>
    /// <param name="Day">The day that is being counted.</param>
    private sealed record Position(DateOnly Asked, string After, string High, string UsageHigh, string Zone, DateOnly Last, DateOnly Day);
}

/// <param name="Day">Days before this one are done; null if it has not started.</param>
public sealed record ReprojectionProgress(DateOnly? Day, DateTimeOffset RequestedAt);
