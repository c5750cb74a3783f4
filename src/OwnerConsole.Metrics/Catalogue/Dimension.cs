namespace OwnerConsole.Metrics.Catalogue;

/// <summary>Attribute that a metric can be grouped by.</summary>
/// <param name="Name">Name in snake_case, as used in queries.</param>
/// <param name="Description">Description that follows the word "by".</param>
/// <param name="Sql">Expression for the value as text, for a row <c>r</c>, its tenant <c>t</c> and its bucket <c>b</c>, as of b.cut_at; null means
/// unknown.</param>
public sealed record Dimension(string Name, string Description, string Sql)
{
    /// <summary>
    /// Whether every row has exactly one value, so that the groups add up to the total. A tenant can be on several plans and then counts for each.
    /// </summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>Whether past values are stored; if not, only current numbers can be grouped.</summary>
    public bool HasPast { get; init; } = true;

    /// <summary>Whether points are stored; false if there are as many values as rows.</summary>
    public bool HasPoints { get; init; } = true;

    /// <summary>
    /// For metrics with a platform-wide statement: the same statement grouped by this dimension, returning (bucket, num, den, value); null if only
    /// tenants' rows have the value.
    /// </summary>
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

    /// <summary>Each plan the tenant was on at that time.</summary>
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

    /// <summary>Column of the metric's own rows.</summary>
    public static Dimension Column(string name, string says) => new(name, says, $"r.{name}");

    /// <summary>Attribute declared by the application. The number of values is unbounded, so no points are stored.</summary>
    /// <param name="name">Lowercase letters, digits and underscores only, because it is written into the statement.</param>
    internal static Dimension Declared(string name, string title) => Attribute(name, title) with { HasPoints = false };

    /// <summary>Value at that time; before the first report, the first reported value.</summary>
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
