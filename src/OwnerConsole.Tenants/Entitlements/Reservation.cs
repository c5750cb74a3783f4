using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>Room that is, or was, held, and the row that holds it.</summary>
/// <param name="PeriodStart">with the feature the row, whichever period runs now</param>
/// <param name="Actual">what was used of it; null unless it is committed</param>
/// <param name="Used">of the row, as the next three</param>
public sealed record Reservation(
    string ReservationId,
    string TenantId,
    Population Population,
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

/// <summary>What became of a reservation. All but the first are for good.</summary>
public enum ReservationState
{
    /// <summary>It counts as if it were used.</summary>
    Held,

    /// <summary>What was used of it is counted.</summary>
    Committed,

    /// <summary>It was given back.</summary>
    Released,

    /// <summary>Its time was over before anybody said anything of it.</summary>
    Expired,
}
