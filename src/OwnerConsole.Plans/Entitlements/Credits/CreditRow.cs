namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>A credit grant in its current state.</summary>
/// <param name="Left">Credits that can still be spent.</param>
/// <param name="PaymentId">Payment that bought it; null if it is unknown.</param>
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
    DateTimeOffset? ClosedAt,
    string? PaymentId
);
