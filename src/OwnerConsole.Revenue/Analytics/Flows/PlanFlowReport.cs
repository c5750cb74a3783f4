using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Analytics.Flows;

/// <summary>
/// Changes of main plans in a range of months: each tenant that pays at its start or its end is in one flow, so the flows add up to starting and ending MRR.
/// </summary>
/// <param name="Rows">Flows, the largest first.</param>
public sealed record PlanFlowReport(PlanFlowFilter Range, string Currency, IReadOnlyList<PlanFlow> Rows)
{
    /// <summary>One row per tenant with its origin and target, for @mode, @currency, @from and @to.</summary>
    private const string Tenants = """
        select coalesce(b.tenant_id, a.tenant_id) as tenant_id, b.mrr_minor as before_minor, b.plan as before_plan, a.mrr_minor as after_minor, a.plan as after_plan,
               case when b.tenant_id is not null then 'plan:' || b.plan when c.cohort >= @from then 'new' else 'reactivated' end as origin,
               case when a.tenant_id is not null then 'plan:' || a.plan else 'churned' end as target
          from (select * from analytics.tenant_mrr m
                 where m.mode = @mode and m.currency = @currency and m.from_month < @from and (m.to_month is null or m.to_month >= @from)) b
          full join (select * from analytics.tenant_mrr m
                      where m.mode = @mode and m.currency = @currency and m.from_month <= @to and (m.to_month is null or m.to_month > @to)) a
            on a.tenant_id = b.tenant_id
          join analytics.cohort_tenants c on c.tenant_id = coalesce(b.tenant_id, a.tenant_id) and c.currency = @currency
        """;

    public Money Starting => new(Mrr.RoundForDisplay(Rows.Sum(row => row.BeforeMinor)), Currency);

    public Money Ending => new(Mrr.RoundForDisplay(Rows.Sum(row => row.AfterMinor)), Currency);

    public static async Task<PlanFlowReport> Find(PlanFlowFilter range, Mode mode, UnitOfWork work)
    {
        var currency = (await work.One<string>("select currency from core.reporting"))!; // core.reporting always has one row
        var rows = await work.List<PlanFlow>(
            $"""
            select origin, target, count(*) as tenants, coalesce(sum(before_minor), 0) as before_minor, coalesce(sum(after_minor), 0) as after_minor
              from ({Tenants}) x
             group by origin, target
             order by greatest(coalesce(sum(before_minor), 0), coalesce(sum(after_minor), 0)) desc, origin, target
            """,
            new
            {
                mode,
                currency,
                range.From,
                range.To,
            }
        );
        return new(range, currency, rows);
    }

    /// <summary>The tenants of one flow.</summary>
    public static TenantSelection Selection(PlanFlowFilter range, string origin, string target, Mode mode) =>
        new(
            $"select tenant_id, before_minor, before_plan, after_minor, after_plan from ({Tenants}) y where y.origin = @one and y.target = @other",
            mode,
            range.From,
            range.To,
            origin,
            target
        );
}
