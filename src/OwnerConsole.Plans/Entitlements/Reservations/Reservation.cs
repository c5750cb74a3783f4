using OwnerConsole.Data;

namespace OwnerConsole.Plans.Entitlements.Reservations;

/// <summary>A reservation, and the usage row that it belongs to.</summary>
/// <param name="PeriodStart">Start of the period; with the feature it identifies the row, even if the period has ended.</param>
/// <param name="Actual">Amount that was used; null unless it is committed.</param>
/// <param name="Used">Usage of the row; the next three are values of the row too.</param>
public sealed record Reservation(
    string ReservationId,
    string TenantId,
    Mode Mode,
    string Feature,
    DateTimeOffset PeriodStart,
    decimal Amount,
    decimal? Actual,
    ReservationState State,
    DateTimeOffset ExpiresAt,
    decimal Used,
    decimal Reserved,
    decimal? Allows,
    DateTimeOffset PeriodEnd
);

/// <summary>State of a reservation. All states except the first are final.</summary>
public enum ReservationState
{
    /// <summary>The amount counts as used.</summary>
    Held,

    /// <summary>The used part is counted.</summary>
    Committed,

    /// <summary>The amount was released.</summary>
    Released,

    /// <summary>The reservation ended before it was committed or released.</summary>
    Expired,
}
