namespace OwnerConsole.Revenue.Movements;

/// <summary>SQL fragments for revenue metrics, based on movements in the reporting currency.</summary>
internal static class MovementSql
{
    /// <summary>Condition on a row <c>m</c> of movements: the shown mode, in the reporting currency.</summary>
    public const string InReportingCurrency = "m.mode = @mode and m.currency = (select currency from core.reporting)";

    /// <summary>Condition: MRR lost by tenants that cancelled or pay less. These movements are negative.</summary>
    public const string IsLoss = "m.kind in ('contraction', 'churn')";

    /// <summary>Condition: MRR gained from tenants that are new, reactivated or pay more.</summary>
    public const string IsGain = "m.kind in ('new', 'expansion', 'reactivation')";

    /// <summary>Condition: the bucket <c>b</c> ended within the last year. Its ending MRR is today's total minus later movements.</summary>
    /// <remarks>There are fewer later than earlier movements. The threshold of one year only affects speed.</remarks>
    private const string EndedWithinYear = "b.ends_at > now() - interval '1 year'";

    /// <remarks>The check on @first_close runs once before movements are read, because usually no bucket is that old.</remarks>
    private const string EndedEarlier = "b.ends_at <= now() - interval '1 year' and @first_close <= now() - interval '1 year'";

    /// <summary>End of the first recent bucket. Without this value, PostgreSQL would plan to read a large share of all history.</summary>
    private const string FirstNearEnd = "greatest(@first_close, now() - interval '1 year')";

    /// <summary>Rows that add up to the MRR of each tenant and plan at the end of a bucket: (bucket, tenant_id, plan, delta_minor).</summary>
    public const string AtBucketEnd = $"""
        select b.bucket, m.tenant_id, m.plan, m.delta_minor from buckets b join movements.balances m on {InReportingCurrency} and {EndedWithinYear}
        union all
        select b.bucket, m.tenant_id, m.plan, -m.delta_minor from buckets b join movements.movements m on {InReportingCurrency} and {EndedWithinYear} and m.at >= b.ends_at and m.at >= {FirstNearEnd}
        union all
        select b.bucket, m.tenant_id, m.plan, m.delta_minor from buckets b join movements.movements m on {InReportingCurrency} and {EndedEarlier} and m.at < b.ends_at
        """;

    /// <summary>Rows that add up to the revenue of each tenant and plan in the 30 days before the end of a bucket: (bucket, tenant_id, plan, whole, passed).</summary>
    /// <remarks>whole is an amount for all 30 days; passed is amount × seconds for movements during these days.</remarks>
    public const string Over30Days = $"""
        select b.bucket, m.tenant_id, m.plan, m.delta_minor as whole, null::numeric as passed
          from buckets b join movements.balances m on {InReportingCurrency} and {EndedWithinYear}
        union all
        select b.bucket, m.tenant_id, m.plan, null, -m.delta_minor * extract(epoch from least(m.at, b.ends_at) - (b.ends_at - interval '720 hours'))
          from buckets b join movements.movements m on {InReportingCurrency} and {EndedWithinYear}
           and m.at >= b.ends_at - interval '720 hours' and m.at >= {FirstNearEnd} - interval '720 hours'
        union all
        select b.bucket, m.tenant_id, m.plan, null, m.delta_minor * extract(epoch from b.ends_at - greatest(m.at, b.ends_at - interval '720 hours'))
          from buckets b join movements.movements m on {InReportingCurrency} and {EndedEarlier} and m.at < b.ends_at
        """;

    /// <summary>Starting MRR, ending MRR and movements of each tenant and bucket: (bucket, tenant_id, opening, closing, lost, won, back, fx).</summary>
    public const string PerTenant = $"""
        select m.bucket, m.tenant_id, coalesce(sum(m.opening), 0) as opening, coalesce(sum(m.closing), 0) as closing,
               coalesce(-sum(m.moved) filter (where {IsLoss}), 0) as lost,
               coalesce(sum(m.moved) filter (where {IsGain}), 0) as won,
               coalesce(sum(m.moved) filter (where m.kind in ('expansion', 'reactivation')), 0) as back,
               coalesce(sum(m.moved) filter (where m.kind = 'fx'), 0) as fx
          from (select b.bucket, m.tenant_id, m.delta_minor as opening, m.delta_minor as closing, null::bigint as moved, null as kind
                  from buckets b join movements.balances m on {InReportingCurrency} and {EndedWithinYear}
                union all
                select b.bucket, m.tenant_id, -m.delta_minor, case when m.at >= b.ends_at then -m.delta_minor end, case when m.at < b.ends_at then m.delta_minor end, m.kind
                  from buckets b join movements.movements m on {InReportingCurrency} and {EndedWithinYear} and m.at >= b.starts_at and m.at >= @first_start
                union all
                select b.bucket, m.tenant_id, case when m.at < b.starts_at then m.delta_minor end, m.delta_minor, case when m.at >= b.starts_at then m.delta_minor end, m.kind
                  from buckets b join movements.movements m on {InReportingCurrency} and {EndedEarlier} and m.at < b.ends_at) m
         group by m.bucket, m.tenant_id
        """;

    /// <summary>Sum of all movements in a time range: whole months from precomputed sums, the rest at both ends from movements.</summary>
    /// <param name="which">Condition on <c>m</c>. Movements and monthly sums have the same column names.</param>
    public static string Sum(string from, string to, string which = "true") =>
        $"""
            (select coalesce(sum(x.delta_minor), 0)
               from (select min(m.starts_at) as lo, max(m.ends_at) as hi from movements.mrr_month m
                      where {InReportingCurrency} and {which} and m.starts_at >= {from} and m.ends_at <= {to}) w
              cross join lateral (
                select m.delta_minor from movements.mrr_month m where {InReportingCurrency} and {which} and m.starts_at >= {from} and m.ends_at <= {to}
                union all
                select m.delta_minor from movements.movements m where {InReportingCurrency} and {which} and m.at >= {from} and m.at < coalesce(w.lo, {to})
                union all
                select m.delta_minor from movements.movements m where {InReportingCurrency} and {which} and m.at >= coalesce(w.hi, {to}) and m.at < {to}) x)
            """;

    public static string Opening(string which = "true") => Sum("'-infinity'", "b.starts_at", which);

    public static string Closing(string which = "true") => Sum("'-infinity'", "b.ends_at", which);

    public static string Within(string which) => Sum("b.starts_at", "b.ends_at", which);

    /// <summary>The platform's metric, broken down by plan.</summary>
    public static string ByPlan(string num) =>
        $"""
            select s.bucket, s.num, null::numeric as den, nullif(s.plan, '') as value
              from (select b.bucket, p.plan, {num} as num
                      from buckets b cross join (select distinct m.plan from movements.mrr_month m where {InReportingCurrency}) p) s
             where s.num <> 0
            """;
}
