using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Analytics.Attributions;

/// <summary>Current MRR by a reported field. The parts add up to MRR under each touch model.</summary>
/// <param name="Since">Time of the oldest stored value; null without any.</param>
/// <param name="Rows">Values, the largest MRR first; the empty value stands for tenants without one.</param>
public sealed record AttributionReport(AttributionFilter Filter, string Currency, DateTimeOffset? Since, IReadOnlyList<AttributionReport.Row> Rows)
{
    /// <summary>One row per paying tenant and value: (tenant_id, value, mrr_minor, part_minor), for @mode and @currency.</summary>
    private static string Parts(AttributionFilter filter) =>
        $"""
            select p.tenant_id, coalesce(v.value, '') as value, p.mrr_minor, coalesce(p.mrr_minor * v.touches / v.all_touches, p.mrr_minor) as part_minor
              from (select b.tenant_id, sum(b.delta_minor) as mrr_minor
                      from movements.balances b
                     where b.mode = @mode and b.currency = @currency
                     group by b.tenant_id
                    having sum(b.delta_minor) > 0) p
              left join lateral (
                select x.value, count(*) as touches, sum(count(*)) over () as all_touches
                  from (select a.value #>> '{"{}"}' as value
                          from core.attributes a
                         where a.tenant_id = p.tenant_id and a.name = '{filter.By.ToText()}' and a.value #>> '{"{}"}' <> ''
                         {Order(filter.Touch)}) x
                 group by x.value) v on true
            """;

    /// <summary>Values with the largest MRR that are listed; the others are one row.</summary>
    private const int MaxValues = 100;

    public decimal TotalMinor => Rows.Sum(row => row.PartMinor);

    public Money Amount(decimal minor) => new(Mrr.RoundForDisplay(minor), Currency);

    public static async Task<AttributionReport> Find(AttributionFilter filter, Mode mode, UnitOfWork work)
    {
        var currency = (await work.One<string>("select currency from core.reporting"))!; // core.reporting always has one row
        var rows = await work.List<Row>(
            $"""
            select z.value, sum(z.tenants)::bigint as tenants, sum(z.part_minor) as part_minor
              from (select case when y.place <= @most then y.value end as value, y.tenants, y.part_minor
                      from (select value, count(*) as tenants, sum(part_minor) as part_minor, row_number() over (order by sum(part_minor) desc, value) as place
                              from ({Parts(filter)}) x group by value) y) z
             group by z.value
             order by z.value is null, sum(z.part_minor) desc, z.value
            """,
            new
            {
                mode,
                currency,
                most = MaxValues,
            }
        );
        var since = await work.One<DateTimeOffset?>(
            "select min(a.from_at) from core.attributes a join core.tenants t on t.tenant_id = a.tenant_id where a.name = @By and t.mode = @mode",
            new { filter.By, mode }
        );
        return new(filter, currency, since, rows);
    }

    /// <summary>The tenants of one value, with their MRR and the part of it that belongs to the value.</summary>
    public static TenantSelection Selection(AttributionFilter filter, string value, Mode mode) =>
        new(
            $"""
            select tenant_id, mrr_minor as before_minor, null as before_plan, part_minor as after_minor, null as after_plan
              from ({Parts(filter)}) y where y.value = @one
            """,
            mode,
            DateOnly.MinValue,
            DateOnly.MaxValue,
            value
        );

    private static string Order(TouchModel touch) =>
        touch switch
        {
            TouchModel.First => "order by a.from_at limit 1",
            TouchModel.Last => "order by a.from_at desc limit 1",
            _ => "",
        };

    /// <param name="Value">Empty for tenants without a value; null for all values that aren't listed.</param>
    /// <param name="Tenants">Paying tenants with this value. With the linear model, a tenant counts for each of its values.</param>
    /// <param name="PartMinor">Their MRR that belongs to this value, in the smallest unit of the currency and not rounded.</param>
    public sealed record Row(string? Value, long Tenants, decimal PartMinor);
}
