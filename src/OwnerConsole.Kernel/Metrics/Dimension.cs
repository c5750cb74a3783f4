namespace OwnerConsole.Kernel.Metrics;

/// <summary>What a number can be cut by.</summary>
/// <param name="Name">snake_case, as a query names it</param>
/// <param name="Says">in plain words, to stand after "by"</param>
/// <param name="Sql">the value as text of a row <c>r</c>, its tenant <c>t</c> and its bucket <c>b</c>, as it was at b.cut_at; null is "not known"</param>
public sealed record Dimension(string Name, string Says, string Sql)
{
    /// <summary>Every row falls on one value, so the parts of what adds up are the whole. A tenant may hold several plans and counts in each.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>False: how it was in the past isn't kept, so it cuts only what is now.</summary>
    public bool HasPast { get; init; } = true;

    /// <summary>False: as many values as rows, so no points are kept of it.</summary>
    public bool HasPoints { get; init; } = true;

    /// <summary>For metrics with a statement over the whole platform: the same cut by this, answering (bucket, num, den, value); null when only tenants' rows know it.</summary>
    public string? Platform { get; init; }

    public static readonly Dimension Tenant = new("tenant", "tenant", "r.tenant_id") { HasPoints = false };

    public static readonly Dimension Status = new(
        "status",
        "the tenant's status",
        "(select s.status from core.tenant_status s where s.tenant_id = r.tenant_id)"
    )
    {
        HasPast = false,
    };

    public static readonly Dimension Country = Attribute("country", "the tenant's country");
    public static readonly Dimension Source = Attribute("source", "the tenant's source");

    /// <summary>Each plan that the tenant held then.</summary>
    public static readonly Dimension Plan = new(
        "plan",
        "each plan of the tenant",
        """
        unnest(coalesce((select array_agg(distinct i.plan order by i.plan) from core.plan_items i
                          where i.tenant_id = r.tenant_id and i.from_at < b.cut_at and (i.to_at is null or i.to_at >= b.cut_at)), '{null}'))
        """
    )
    {
        IsComplete = false,
    };

    /// <summary>A column of the metric's own rows.</summary>
    public static Dimension Column(string name, string says) => new(name, says, $"r.{name}");

    /// <summary>An attribute that the application declares. Nobody knows how many values it has, so no points are kept of it.</summary>
    /// <param name="name">small letters, digits and underscores: it stands in the statement</param>
    internal static Dimension Declared(string name, string title) => Attribute(name, title) with { HasPoints = false };

    /// <summary>As it was then; before the first report, as it was first reported.</summary>
    private static Dimension Attribute(string name, string says) =>
        new(
            name,
            says,
            $"""
            (select case when a.from_at >= b.cut_at or a.to_at is null or a.to_at >= b.cut_at then a.value #>> '{"{}"}' end
               from core.attributes a
              where a.tenant_id = r.tenant_id and a.name = '{name}'
              order by a.from_at < b.cut_at desc, case when a.from_at < b.cut_at then a.from_at end desc, a.from_at
              limit 1)
            """
        );
}
