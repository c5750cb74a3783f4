using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>A credit grant as the subject of an operation.</summary>
/// <param name="Left">Credits left.</param>
/// <param name="Feature">Key of the feature.</param>
/// <param name="ExpiresAt">End of the grant; null if it never expires.</param>
/// <param name="RolledFrom">Grant that it rolled over from; null if it was granted directly.</param>
/// <param name="IsUsable">Whether credits are left and the grant is neither voided nor expired.</param>
public sealed record CreditGrantFacts(
    string CreditId,
    string TenantId,
    string FeatureId,
    string Feature,
    decimal Left,
    DateTimeOffset? ExpiresAt,
    string? RolledFrom,
    bool IsUsable
) : ISubject
{
    public string Id => CreditId;

    public long Revision => IsUsable ? 1 : 2;

    public static Task<IReadOnlyList<CreditGrantFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work) =>
        work.List<CreditGrantFacts>(
            $"""
            select c.credit_id, c.tenant_id, f.feature_id, c.feature, c.amount - c.spent as left, c.expires_at, c.rolled_from, {RemainingCredit.IsUsable} as is_usable
              from entitlements.credits c
              cross join lateral (select f.feature_id from features.features f where f.key = c.feature order by f.closed_at desc nulls first limit 1) f
             where c.credit_id = any(@ids)
             order by {RemainingCredit.Order}
             {work.ForUpdate("c")}
            """,
            new { ids }
        );
}
