using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Revenue.Movements;

/// <summary>Sends dated reports and reads the stored movements for tests of revenue.</summary>
internal static class RevenueReports
{
    /// <summary>Reports fields that are effective at a given time.</summary>
    /// <param name="at">A day or an instant.</param>
    /// <returns>the tenant's id</returns>
    public static async Task<string> Since(this TestApplication app, string tenant, string at, object fields)
    {
        var body = Json.Element(fields).EnumerateObject().ToDictionary(field => field.Name, field => field.Value);
        body["effective_at"] = Json.Element(at.Length == 10 ? $"{at}T00:00:00Z" : at);
        var named = tenant.StartsWith("tnt_", StringComparison.Ordinal) ? tenant : $"ext:{tenant}";
        return (await app.Put($"/api/v1/tenants/{named}", body)).GetProperty("id").GetString()!;
    }

    public static object Active(params (string Plan, int Quantity)[] items) =>
        new { lifecycle = "active", plan_items = items.Select(item => new { plan = item.Plan, quantity = item.Quantity }) };

    /// <returns>A text such as <c>2026-01-01 new +100</c>, summed over plans.</returns>
    public static async Task<string> Movements(this TestConsole console, string tenant)
    {
        await console.WaitForRevenue();
        await using var work = await console.Database.Read();
        var rows = await work.List<Row>(
            """
            select at, kind, max(reason) as reason, sum(delta_minor) as delta from movements.movements where tenant_id = @tenant
             group by at, currency, kind order by at, kind <> 'adjustment', currency
            """,
            new { tenant }
        );
        return string.Join(
            "; ",
            rows.Select(row =>
                string.Create(CultureInfo.InvariantCulture, $"{row.At:yyyy-MM-dd} {row.Kind} {row.Delta / 100m:+0.##;-0.##} {row.Reason}").TrimEnd()
            )
        );
    }

    /// <returns>Cells of the monthly rollup and of the current balances that differ from the movements.</returns>
    public static async Task<IReadOnlyList<string>> WrongCells(this TestConsole console)
    {
        await using var work = await console.Database.Read();
        return await work.List<string>(
            """
            with zone as (select zone from core.reporting),
            due as (
              select mode, currency, date_trunc('month', at at time zone zone)::date as month, kind, plan, trim_scale(sum(delta_minor)) as delta_minor,
                     trim_scale(sum(coalesce(constant_minor, delta_minor))) as constant_minor, count(*) as n
                from movements.movements cross join zone group by 1, 2, 3, 4, 5),
            months as (
              select mode, currency, month, kind, plan, trim_scale(delta_minor) as delta_minor,
                     trim_scale(coalesce(constant_minor, delta_minor)) as constant_minor, n from movements.mrr_month),
            left_over as (
              select tenant_id, currency, plan, mode, trim_scale(sum(delta_minor)) as delta_minor
                from movements.movements group by 1, 2, 3, 4 having sum(delta_minor) <> 0),
            stands as (select tenant_id, currency, plan, mode, trim_scale(delta_minor) as delta_minor from movements.balances)
            select d::text from (table due except table months) d union all select s::text from (table months except table due) s
            union all select d::text from (table left_over except table stands) d union all select s::text from (table stands except table left_over) s
            """
        );
    }

    public static async Task Zone(this TestConsole console, string zone)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), []);
        await work.Execute("update core.reporting set zone = @zone", new { zone });
        await work.Commit();
    }

    internal sealed record Row(DateTimeOffset At, string Kind, string? Reason, decimal Delta);
}
