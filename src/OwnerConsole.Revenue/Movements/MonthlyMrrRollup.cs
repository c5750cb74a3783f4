using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Movements;

/// <summary>Sums of movements by month, kind and plan. Updated with every movement; rebuilding them from the movements gives the same sums.</summary>
internal static class MonthlyMrrRollup
{
    /// <param name="rows">Query that returns mode, currency, at, kind, plan, delta_minor, constant_minor and n.</param>
    public static string AddSql(string rows) =>
        $"""
            , cell as (
              select r.mode, r.currency, date_trunc('month', r.at at time zone b.zone)::date as month, r.kind, r.plan, b.zone,
                     sum(r.delta_minor) as delta_minor, sum(coalesce(r.constant_minor, r.delta_minor)) as constant_minor, sum(r.n)::bigint as n
                from ({rows}) r cross join movements.settings b
               group by 1, 2, 3, 4, 5, 6),
            kept as (
              insert into movements.mrr_month as c (mode, currency, month, kind, plan, starts_at, ends_at, delta_minor, constant_minor, n)
              select mode, currency, month, kind, plan, {StartsAt}, {EndsAt}, delta_minor, constant_minor, n
                from cell
               where n <> 0 or delta_minor <> 0 or constant_minor <> 0
               order by mode, currency, month, kind, plan
              on conflict (mode, currency, month, kind, plan) do update
                 set delta_minor = c.delta_minor + excluded.delta_minor, constant_minor = coalesce(c.constant_minor, c.delta_minor) + excluded.constant_minor,
                     n = c.n + excluded.n
              returning n)
            select count(*) from kept
            """;

    private const string StartsAt = "month::timestamp at time zone zone",
        EndsAt = "(month + interval '1 month') at time zone zone";

    /// <summary>Deletes sums that no longer contain any movement.</summary>
    public static Task DeleteEmptyCells(UnitOfWork work) => work.Execute("delete from movements.mrr_month where n = 0");

    /// <summary>Rebuilds the sums if the time zone has changed since they were calculated.</summary>
    public static async Task RebuildIfZoneChanged(Database database, CancellationToken stop)
    {
        if (await FindChangedZone(database, stop) is not { } zone)
            return;
        await using var work = await database.Write(WriteOrigin.Intake("movements.cut"), [IdGenerator.Platform], stop);
        // Whoever writes movements locks this row first, so the sums include all of them and none are added before the commit.
        if (await work.One<string>("select zone from movements.settings for no key update") == zone)
            return; // rebuilt by another execution of this job
        var cells = Json.Element(await SumCells(zone, database, stop));
        work.Defer("update movements.settings set zone = @zone", new { zone });
        work.Defer("delete from movements.mrr_month");
        await work.Execute(
            $"""
            insert into movements.mrr_month (mode, currency, month, kind, plan, starts_at, ends_at, delta_minor, constant_minor, n)
            select mode, currency, month, kind, plan, {StartsAt}, {EndsAt}, delta_minor, constant_minor, n
              from jsonb_to_recordset(@cells)
                c(mode text, currency text, month date, kind text, plan text, delta_minor numeric, constant_minor numeric, n bigint)
              cross join (select @zone::text as zone) z
            """,
            new { zone, cells }
        );
        await work.Commit();
    }

    /// <returns>The new time zone; null if it hasn't changed.</returns>
    private static async Task<string?> FindChangedZone(Database database, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await reading.One<string>("select r.zone from core.reporting r cross join movements.settings b where b.zone <> r.zone");
    }

    /// <summary>Calculates the sums from the movements of all tenants.</summary>
    private static async Task<IReadOnlyList<Cell>> SumCells(string zone, Database database, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await reading.List<Cell>(
            """
            select mode, currency, date_trunc('month', at at time zone @zone)::date as month, kind, plan, sum(delta_minor) as delta_minor,
                   sum(coalesce(constant_minor, delta_minor)) as constant_minor, count(*) as n
              from movements.movements
             group by 1, 2, 3, 4, 5
            """,
            new { zone }
        );
    }

    internal sealed record Cell(string Mode, string Currency, DateOnly Month, string Kind, string Plan, decimal DeltaMinor, decimal ConstantMinor, long N);
}
