using OwnerConsole.Plans.Entitlements.Reservations;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>A line in the ledger of a tenant's credits. The credits left of a grant are: granted + refunded + restored − spent − expired −
/// voided.</summary>
/// <param name="Id">ID of the movement.</param>
/// <param name="Credit">Id of the credit grant.</param>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Kind">What happened to the credits.</param>
/// <param name="Amount">Number of credits.</param>
/// <param name="At">When it happened.</param>
/// <param name="PeriodStart">Start of the period whose usage was paid for; null if it paid for none.</param>
/// <param name="Key">Idempotency-Key of the claim that was paid for; null if it had none.</param>
/// <param name="ReservationId">Reservation that was committed; null if the amount was used at once.</param>
/// <param name="Run">Run that caused the movement; null for usage and expiry.</param>
public sealed record CreditMovementView(
    string Id,
    string Credit,
    string Feature,
    CreditMovementKind Kind,
    string Amount,
    DateTimeOffset At,
    DateTimeOffset? PeriodStart,
    string? Key,
    string? ReservationId,
    string? Run
)
{
    internal static CreditMovementView Of(Row row) =>
        new(
            row.Movement.ToString(System.Globalization.CultureInfo.InvariantCulture),
            row.CreditId,
            row.Feature,
            row.Kind,
            Allowance.Plain(row.Amount),
            row.At,
            row.PeriodStart,
            row.Key,
            row.ReservationId,
            row.RunId
        );

    internal sealed record Row(
        long Movement,
        string CreditId,
        string Feature,
        CreditMovementKind Kind,
        decimal Amount,
        DateTimeOffset At,
        DateTimeOffset? PeriodStart,
        string? Key,
        string? ReservationId,
        string? RunId
    );
}

/// <summary>Kind of a movement of credits.</summary>
public enum CreditMovementKind
{
    Granted,
    Spent,
    Refunded,
    Expired,
    Voided,

    /// <summary>The voiding of a grant was undone.</summary>
    Restored,
}
