namespace OwnerConsole.Tenants.Entitlements.Credits;

/// <summary>A grant of credits as it stands now.</summary>
/// <param name="Left">what can still be used of it</param>
internal sealed record CreditRow(
    string CreditId,
    string Feature,
    decimal Amount,
    decimal Left,
    CreditState State,
    int Priority,
    bool IsPromotional,
    DateTimeOffset? ExpiresAt,
    decimal? Rollover,
    string? RolledFrom,
    string? Reason,
    string OpenedBy,
    DateTimeOffset OpenedAt,
    string? ClosedBy,
    DateTimeOffset? ClosedAt
);
