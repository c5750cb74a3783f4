using System.Globalization;

namespace OwnerConsole.Tenants.Entitlements.Credits;

/// <summary>What is left of a tenant's credits of one feature.</summary>
/// <param name="Feature">its key</param>
/// <param name="EndsAt">when the first of it expires; null when nothing of it ever does</param>
internal sealed record CreditLeft(string Feature, decimal Left, DateTimeOffset? EndsAt)
{
    public const string Source = "credits";

    /// <summary>Of a grant <c>c</c>: something of it can be burnt now.</summary>
    public const string IsUsable = "c.closed_by is null and c.spent < c.amount and (c.expires_at is null or c.expires_at > now())";

    /// <summary>Which is burnt first; everybody takes them in this order.</summary>
    public const string Order = "c.tenant_id, c.feature, c.priority, c.expires_at, c.opened_at, c.credit_id";

    /// <summary>Read with what else decides about <c>@tenants</c>, in the columns of what is granted.</summary>
    public const string Sql = $"""
        select c.tenant_id, false, '{Source}', c.feature, sum(c.amount - c.spent)::text, min(c.expires_at), 0
          from entitlements.credits c
         where c.tenant_id = any(@tenants) and {IsUsable}
         group by c.tenant_id, c.feature
        """;

    public static IReadOnlyList<CreditLeft> Of(IEnumerable<Holding.Granted> rows) =>
        [.. rows.Select(row => new CreditLeft(row.Feature!, decimal.Parse(row.Allows!, CultureInfo.InvariantCulture), row.UntilAt))]; // a sum has both
}
