namespace OwnerConsole.Tenants.Entitlements;

/// <summary>A claim that is held for a while before it is used.</summary>
/// <param name="ReservationId">its id to be</param>
/// <param name="Lasts">by the database's clock, from when it is granted</param>
public sealed record Hold(string ReservationId, TimeSpan Lasts);
