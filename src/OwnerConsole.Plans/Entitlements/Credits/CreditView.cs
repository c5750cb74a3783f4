using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>A credit grant.</summary>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Amount">Credits granted.</param>
/// <param name="Left">Credits that can still be spent.</param>
/// <param name="Priority">Lower is spent first; ties are spent by earlier expiry, then by age.</param>
/// <param name="Promotional">Whether the credits were given away, rather than sold.</param>
/// <param name="ExpiresAt">End of the grant; null if it never expires.</param>
/// <param name="Rollover">Maximum that rolls over into the next period; null for none.</param>
/// <param name="RolledFrom">Grant that it rolled over from; null if it was granted directly.</param>
/// <param name="Reason">Reason entered by your team; null once the tenant is anonymised.</param>
/// <param name="OpenedBy">Run that granted it.</param>
/// <param name="ClosedBy">Run that voided it; null if it is open or has expired.</param>
/// <param name="Payment">ID of the payment that bought the credits, such as ch_1234; null if it is unknown.</param>
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
    DateTimeOffset? ClosedAt,
    string? Payment
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
            row.ClosedAt,
            row.PaymentId
        );
}
