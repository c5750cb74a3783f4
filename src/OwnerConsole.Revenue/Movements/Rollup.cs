using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Revenue.Movements;

/// <summary>Movements summed up by month, kind and plan. Kept with every movement; made anew from them it is the same, cell by cell.</summary>
internal static class Rollup
{
    /// <param name="rows">a query that answers population, currency, at, kind, plan, delta_minor and n</param>
    public static string Add(string rows) =>
        $"""
            , cell as (
              select r.population, r.currency, date_trunc('month', r.at at time zone b.zone)::date as month, r.kind, r.plan, b.zone,
                     sum(r.delta_minor) as delta_minor, sum(r.n)::bigint as n
                from ({rows}) r cross join movements.book b
               group by 1, 2, 3, 4, 5, 6),
            kept as (
              insert into movements.mrr_month as c (population, currency, month, kind, plan, starts_at, ends_at, delta_minor, n)
              select population, currency, month, kind, plan, {Starts}, {Ends}, delta_minor, n
                from cell
               where n <> 0 or delta_minor <> 0
               order by population, currency, month, kind, plan
              on conflict (population, currency, month, kind, plan) do update set delta_minor = c.delta_minor + excluded.delta_minor, n = c.n + excluded.n
              returning n)
            select count(*) from kept
            """;

    private const string Starts = "month::timestamp at time zone zone",
        Ends = "(month + interval '1 month') at time zone zone";

    /// <summary>Cells that nothing stands in any more.</summary>
    public static Task Sweep(Work work) => work.Do("delete from movements.mrr_month where n = 0");

    /// <summary>Makes it anew where months begin in another zone than those it was made of.</summary>
    public static async Task Cut(Database database, CancellationToken stop)
    {
        if (await Other(database, stop) is not { } zone)
            return;
        var cells = Json.Element(await Cells(zone, database, stop));
        await using var work = await database.Write(Door.Intake("movements.cut"), [IdSource.Platform], stop);
        work.Later("update movements.book set zone = @zone", new { zone });
        work.Later("delete from movements.mrr_month");
        await work.Do(
            $"""
            insert into movements.mrr_month (population, currency, month, kind, plan, starts_at, ends_at, delta_minor, n)
            select population, currency, month, kind, plan, {Starts}, {Ends}, delta_minor, n
              from jsonb_to_recordset(@cells) c(population text, currency text, month date, kind text, plan text, delta_minor numeric, n bigint)
              cross join (select @zone::text as zone) z
            """,
            new { zone, cells }
        );
        await work.Commit();
    }

    /// <returns>the zone that months begin in now; null when they were cut in it</returns>
    private static async Task<string?> Other(Database database, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await reading.One<string>("select r.zone from core.reporting r cross join movements.book b where b.zone <> r.zone");
    }

    /// <summary>From the movements alone. Only whoever writes movements asks, so none come meanwhile.</summary>
    private static async Task<IReadOnlyList<Cell>> Cells(string zone, Database database, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await reading.List<Cell>(
            """
            select population, currency, date_trunc('month', at at time zone @zone)::date as month, kind, plan, sum(delta_minor) as delta_minor, count(*) as n
              from movements.movements
             group by 1, 2, 3, 4, 5
            """,
            new { zone }
        );
    }

    internal sealed record Cell(string Population, string Currency, DateOnly Month, string Kind, string Plan, decimal DeltaMinor, long N);
}
