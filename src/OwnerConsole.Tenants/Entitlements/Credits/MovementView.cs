using OwnerConsole.Kernel.Data;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Tenants.Entitlements.Credits;

/// <summary>One line of the ledger of a tenant's credits. Of each grant, granted less spent, expired and voided, with what was refunded and restored, is what is left.</summary>
/// <param name="Credit">the grant's id</param>
/// <param name="Feature">its key</param>
/// <param name="Key">the Idempotency-Key of the claim that was paid for; null where it had none</param>
/// <param name="ReservationId">that was committed; null for what was used at once</param>
/// <param name="Run">that decided it; null for what was used, and for an end</param>
public sealed record MovementView(
    string Id,
    string Credit,
    string Feature,
    MovementKind Kind,
    string Amount,
    DateTimeOffset At,
    DateTimeOffset? PeriodStart,
    string? Key,
    string? ReservationId,
    string? Run
)
{
    internal static MovementView Of(Row row) =>
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
        MovementKind Kind,
        decimal Amount,
        DateTimeOffset At,
        DateTimeOffset? PeriodStart,
        string? Key,
        string? ReservationId,
        string? RunId
    );
}

/// <summary>What moved a grant of credits.</summary>
public enum MovementKind
{
    Granted,
    Spent,
    Refunded,
    Expired,
    Voided,

    /// <summary>A voiding was undone.</summary>
    Restored,
}
