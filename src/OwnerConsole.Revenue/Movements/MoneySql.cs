namespace OwnerConsole.Revenue.Movements;

/// <summary>What the metrics of money are made of: movements in the reporting currency.</summary>
internal static class MoneySql
{
    /// <summary>Of a row <c>m</c> of movements.</summary>
    public const string Reported = "m.population = @population and m.currency = (select currency from core.reporting)";

    /// <summary>Lost by those who went or pay less; less than 0.</summary>
    public const string Lost = "m.kind in ('contraction', 'churn')";

    /// <summary>Won by those who come, come back or pay more.</summary>
    public const string Won = "m.kind in ('new', 'expansion', 'reactivation')";

    /// <summary>Of a bucket <c>b</c> that ended lately: less came since than before, so what stood at its end is what stands now less what came since. Any span would be as true.</summary>
    private const string IsNear = "b.ends_at > now() - interval '1 year'";

    /// <remarks>Whether there is any such bucket is asked once, before the movements are read: mostly there is none.</remarks>
    private const string IsFar = "b.ends_at <= now() - interval '1 year' and @first_close <= now() - interval '1 year'";

    /// <summary>The end of the first near bucket, beside each bucket: from one that PostgreSQL doesn't know when it plans, it would expect a share of all history.</summary>
    private const string FirstNear = "greatest(@first_close, now() - interval '1 year')";

    /// <summary>Adds up to what each tenant paid for each plan at the end of a bucket. Rows (bucket, tenant_id, plan, delta_minor).</summary>
    public const string Stood = $"""
        select b.bucket, m.tenant_id, m.plan, m.delta_minor from buckets b join movements.standing m on {Reported} and {IsNear}
        union all
        select b.bucket, m.tenant_id, m.plan, -m.delta_minor from buckets b join movements.movements m on {Reported} and {IsNear} and m.at >= b.ends_at and m.at >= {FirstNear}
        union all
        select b.bucket, m.tenant_id, m.plan, m.delta_minor from buckets b join movements.movements m on {Reported} and {IsFar} and m.at < b.ends_at
        """;

    /// <summary>Adds up to what each tenant paid for each plan in the 30 days up to the end of a bucket: what stands for all of them, and seconds of what came while they ran. Rows (bucket, tenant_id, plan, whole, passed).</summary>
    public const string Accrued = $"""
        select b.bucket, m.tenant_id, m.plan, m.delta_minor as whole, null::numeric as passed
          from buckets b join movements.standing m on {Reported} and {IsNear}
        union all
        select b.bucket, m.tenant_id, m.plan, null, -m.delta_minor * extract(epoch from least(m.at, b.ends_at) - (b.ends_at - interval '720 hours'))
          from buckets b join movements.movements m on {Reported} and {IsNear}
           and m.at >= b.ends_at - interval '720 hours' and m.at >= {FirstNear} - interval '720 hours'
        union all
        select b.bucket, m.tenant_id, m.plan, null, m.delta_minor * extract(epoch from b.ends_at - greatest(m.at, b.ends_at - interval '720 hours'))
          from buckets b join movements.movements m on {Reported} and {IsFar} and m.at < b.ends_at
        """;

    /// <summary>Of each tenant: what it paid when a bucket began and what it pays at its end, and what moved in between. Rows (bucket, tenant_id, opening, closing, lost, won, back).</summary>
    public const string Tenants = $"""
        select m.bucket, m.tenant_id, coalesce(sum(m.opening), 0) as opening, coalesce(sum(m.closing), 0) as closing,
               coalesce(-sum(m.moved) filter (where {Lost}), 0) as lost,
               coalesce(sum(m.moved) filter (where {Won}), 0) as won,
               coalesce(sum(m.moved) filter (where m.kind in ('expansion', 'reactivation')), 0) as back
          from (select b.bucket, m.tenant_id, m.delta_minor as opening, m.delta_minor as closing, null::bigint as moved, null as kind
                  from buckets b join movements.standing m on {Reported} and {IsNear}
                union all
                select b.bucket, m.tenant_id, -m.delta_minor, case when m.at >= b.ends_at then -m.delta_minor end, case when m.at < b.ends_at then m.delta_minor end, m.kind
                  from buckets b join movements.movements m on {Reported} and {IsNear} and m.at >= b.starts_at and m.at >= @first_start
                union all
                select b.bucket, m.tenant_id, case when m.at < b.starts_at then m.delta_minor end, m.delta_minor, case when m.at >= b.starts_at then m.delta_minor end, m.kind
                  from buckets b join movements.movements m on {Reported} and {IsFar} and m.at < b.ends_at) m
         group by m.bucket, m.tenant_id
        """;

    /// <summary>The sum of the whole platform from an instant on and before another: whole months from their sums, what is left at both ends from the movements.</summary>
    /// <param name="which">of <c>m</c>: kinds or a plan; cells and movements are called alike</param>
    public static string Sum(string from, string to, string which = "true") =>
        $"""
            (select coalesce(sum(x.delta_minor), 0)
               from (select min(m.starts_at) as lo, max(m.ends_at) as hi from movements.mrr_month m
                      where {Reported} and {which} and m.starts_at >= {from} and m.ends_at <= {to}) w
              cross join lateral (
                select m.delta_minor from movements.mrr_month m where {Reported} and {which} and m.starts_at >= {from} and m.ends_at <= {to}
                union all
                select m.delta_minor from movements.movements m where {Reported} and {which} and m.at >= {from} and m.at < coalesce(w.lo, {to})
                union all
                select m.delta_minor from movements.movements m where {Reported} and {which} and m.at >= coalesce(w.hi, {to}) and m.at < {to}) x)
            """;

    public static string Opening(string which = "true") => Sum("'-infinity'", "b.starts_at", which);

    public static string Closing(string which = "true") => Sum("'-infinity'", "b.ends_at", which);

    public static string Within(string which) => Sum("b.starts_at", "b.ends_at", which);

    /// <summary>The platform's number of every plan that has one.</summary>
    public static string ByPlan(string num) =>
        $"""
            select s.bucket, s.num, null::numeric as den, s.plan as value
              from (select b.bucket, p.plan, {num} as num
                      from buckets b cross join (select distinct m.plan from movements.mrr_month m where {Reported}) p) s
             where s.num <> 0
            """;
}
