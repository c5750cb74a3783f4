using System.Globalization;

namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>Credits that a tenant has left for one feature.</summary>
/// <param name="Feature">Key of the feature.</param>
/// <param name="EndsAt">When the first of them expire; null if they never do.</param>
internal sealed record RemainingCredit(string Feature, decimal Left, DateTimeOffset? EndsAt)
{
    public const string Source = "credits";

    /// <summary>SQL condition for a grant <c>c</c> with credits that can be spent now.</summary>
    public const string IsUsable = "c.closed_by is null and c.spent < c.amount and (c.expires_at is null or c.expires_at > now())";

    /// <summary>Order in which grants are spent; every statement locks them in this order.</summary>
    public const string Order = "c.tenant_id, c.feature, c.priority, c.expires_at, c.opened_at, c.credit_id";

    /// <summary>SQL for the credits left of <c>@tenants</c>, in the columns of a grant, so that both are read together.</summary>
    public const string Sql = $"""
        select c.tenant_id, false, '{Source}', c.feature, sum(c.amount - c.spent)::text, min(c.expires_at), 0
          from entitlements.credits c
         where c.tenant_id = any(@tenants) and {IsUsable}
         group by c.tenant_id, c.feature
        """;

    public static IReadOnlyList<RemainingCredit> Of(IEnumerable<TenantEntitlements.GrantRow> rows) =>
        [.. rows.Select(row => new RemainingCredit(row.Feature!, decimal.Parse(row.Allows!, CultureInfo.InvariantCulture), row.UntilAt))]; // A sum has both.
}
