using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Tenants.Entitlements.Credits;

/// <summary>One grant of credits.</summary>
/// <param name="Feature">its key</param>
/// <param name="Left">what can still be used of it</param>
/// <param name="Priority">smaller is used first; of those that are alike what expires earlier, then the older</param>
/// <param name="ExpiresAt">null for no end</param>
/// <param name="Rollover">of what is left at its end so much goes over into the next period; null for nothing</param>
/// <param name="RolledFrom">the grant that it was left of; null for one that was granted</param>
/// <param name="Reason">in the owner's words; null once the tenant is anonymised</param>
/// <param name="OpenedBy">the run that granted it</param>
/// <param name="ClosedBy">the run that voided it; null for what is open or has expired</param>
public sealed record CreditView(
    string Id,
    string Feature,
    string Amount,
    string Left,
    CreditState State,
    int Priority,
    bool Promotional,
    DateTimeOffset? ExpiresAt,
    string? Rollover,
    string? RolledFrom,
    string? Reason,
    string OpenedBy,
    DateTimeOffset OpenedAt,
    string? ClosedBy,
    DateTimeOffset? ClosedAt
)
{
    internal static CreditView Of(CreditRow row) =>
        new(
            row.CreditId,
            row.Feature,
            Allowance.Plain(row.Amount),
            Allowance.Plain(row.Left),
            row.State,
            row.Priority,
            row.IsPromotional,
            row.ExpiresAt,
            row.Rollover is { } most ? Allowance.Plain(most) : null,
            row.RolledFrom,
            row.Reason,
            row.OpenedBy,
            row.OpenedAt,
            row.State is CreditState.Expired ? null : row.ClosedBy,
            row.ClosedAt
        );
}
