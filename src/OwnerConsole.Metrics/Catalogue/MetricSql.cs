using System.Security.Cryptography;
using System.Text;

namespace OwnerConsole.Metrics.Catalogue;

/// <summary>Builds the statements around a metric's own: filters tenants, groups by dimensions, and combines rows into one number.</summary>
internal static class MetricSql
{
    private const string Buckets = """
        with buckets (bucket, starts_at, ends_at, first_day, last_day, part_of, cut_at) as materialized (
          select * from unnest(@numbers, @starts, @ends, @firsts, @lasts, @parts, @cuts)),
        r as (

        """;

    /// <summary>Returns a number for each bucket and value.</summary>
    /// <param name="dimensions">Dimensions to group by.</param>
    /// <param name="filters">Dimensions restricted to @filters.</param>
    /// <param name="keyed">Whether to restrict to the values of @keys.</param>
    /// <param name="order">Null for all values; otherwise the order of the first @limit values.</param>
    public static string Cells(MetricPath path, IReadOnlyList<string> dimensions, IReadOnlyList<string> filters, bool keyed, string? order)
    {
        var sql = new StringBuilder(Buckets).Append(path.Platform ?? path.Metric.Sql).Append(")\n");
        var key = $"array[{string.Join(", ", dimensions.Select(Column))}]::text[]";
        var most = path.Metric.Kind is MetricKind.Peak ? "max" : "sum";
        sql.Append(
            $"""
            select {(
                path.Platform is null ? "b.part_of" : "r.bucket"
            )} as bucket, {key} as key, trim_scale(round({most}(r.num)::numeric, 9)) as num, trim_scale(round(sum(r.den)::numeric, 9)) as den, count(*) as n
              from r

            """
        );
        Rows(sql, path, dimensions, filters);
        if (keyed)
            sql.Append($"   and to_jsonb({key}) = any (array(select jsonb_array_elements(@keys)))\n");
        sql.Append(" group by 1, 2\n");
        if (order is not null)
            sql.Append($" order by {Order(path.Metric, order)}, 2\n limit @limit");
        return sql.ToString();
    }

    /// <summary>Returns the rows behind the number of one bucket.</summary>
    public static string RowsBehind(MetricPath path, IReadOnlyList<string> filters)
    {
        var sql = new StringBuilder(Buckets).Append(path.Metric.RowsSql ?? path.Metric.Sql).Append(")\n");
        var id = path.Metric.Of is RowKind.Tenant ? "r.tenant_id" : "r.id";
        sql.Append(
            $"""
            , rows as (
            select r.tenant_id, {id} as id, trim_scale(round(sum(r.num)::numeric, 9)) as num, trim_scale(round(sum(r.den)::numeric, 9)) as den
              from r

            """
        );
        Rows(sql, path with { Platform = null }, [], filters);
        sql.Append(
            """
             group by 1, 2)
            select b.tenant_id, t.name as tenant_name, b.id, m.external_id as member_external_id, m.name as member_name, b.num, b.den
              from rows b
              join core.tenants t using (tenant_id)
              left join core.members m on m.tenant_id = b.tenant_id and m.member_id = b.id
             where (b.tenant_id, b.id) > (@afterTenant, @afterId)
             order by b.tenant_id, b.id
             limit @limit
            """
        );
        return sql.ToString();
    }

    /// <summary>Identifies a definition: a hash of the statements of the metric and its dimensions.</summary>
    public static string Fingerprint(Metric metric)
    {
        var parts = metric
            .Dimensions.SelectMany(dimension => new[] { dimension.Name, dimension.Sql, dimension.Platform })
            .Prepend(metric.RowsSql)
            .Prepend(metric.Platform)
            .Prepend(metric.Sql)
            .Prepend(metric.Kind.ToString());
        var text = string.Join('\n', parts.Select(part => string.Join(' ', (part ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }

    /// <summary>A row occurs once for each value it is grouped by; filtered dimensions don't multiply rows, even if several values match.</summary>
    private static void Rows(StringBuilder sql, MetricPath path, IReadOnlyList<string> dimensions, IReadOnlyList<string> filters)
    {
        string Values(string name) => $"(select {(path.Value is null ? path.Find(name)!.Sql : "r.value")}) x_{name}(v)"; // verified by MetricRules.
        if (path.Platform is null)
            sql.Append("  join buckets b on b.bucket = r.bucket\n  join core.tenants t on t.tenant_id = r.tenant_id and t.mode = @mode\n");
        foreach (var name in dimensions)
            sql.Append($" cross join lateral {Values(name)}\n");
        sql.Append(path.Platform is null ? " where (@tenant = '' or r.tenant_id = @tenant)\n" : " where true\n");
        foreach (var name in filters)
        {
            var fits =
                $"(x_{name}.v = any (array(select jsonb_array_elements_text(@filters -> '{name}'))) or x_{name}.v is null and @filters -> '{name}' @> 'null')";
            sql.Append(dimensions.Contains(name) ? $"   and {fits}\n" : $"   and exists (select from {Values(name)} where {fits})\n");
        }
    }

    private static string Column(string dimension) => $"x_{dimension}.v";

    private static string Order(Metric metric, string order)
    {
        var value = metric.Kind switch
        {
            MetricKind.Ratio => "sum(r.num) / nullif(sum(r.den), 0)",
            MetricKind.Peak => "max(r.num)",
            _ => "sum(r.num)",
        };
        return order switch
        {
            "name" => "2",
            "value" => $"{value} nulls last",
            _ => $"{value} desc nulls last",
        };
    }
}
