namespace OwnerConsole.Plans.Entitlements.Reservations;

/// <summary>A claim that is reserved before it is used.</summary>
/// <param name="ReservationId">Id of the reservation to create.</param>
/// <param name="Lifetime">How long it lasts, by the database's clock, from when it is granted.</param>
public sealed record ReservationRequest(string ReservationId, TimeSpan Lifetime);
