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

    /// <summary>Of each tenant: what it paid when a bucket began and what it pays at its end, and what moved in between. Rows (bucket, tenant_id, opening, closing, lost, won, back).</summary>
    public const string Tenants = $"""
        select b.bucket, m.tenant_id,
               coalesce(sum(m.delta_minor) filter (where m.at < b.starts_at), 0) as opening, sum(m.delta_minor) as closing,
               coalesce(-sum(m.delta_minor) filter (where m.at >= b.starts_at and {Lost}), 0) as lost,
               coalesce(sum(m.delta_minor) filter (where m.at >= b.starts_at and {Won}), 0) as won,
               coalesce(sum(m.delta_minor) filter (where m.at >= b.starts_at and m.kind in ('expansion', 'reactivation')), 0) as back
          from buckets b join movements.movements m on {Reported} and m.at < b.ends_at
         group by b.bucket, m.tenant_id
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
