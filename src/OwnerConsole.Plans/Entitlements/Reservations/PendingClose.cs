using OwnerConsole.Data;

namespace OwnerConsole.Plans.Entitlements.Reservations;

/// <summary>A reservation to be closed, and the caller that waits for it.</summary>
/// <param name="used">Amount that was used; null if all of it is released.</param>
internal sealed class PendingClose(Reservation held, decimal? used) : PendingItem<Reservation>
{
    public Reservation Held { get; } = held;

    public decimal? Used { get; } = used;

    public UsageKey Row => new(Held.TenantId, Held.Feature, Held.PeriodStart);

    public bool FitsReservation => Used is null || Used <= Held.Amount;
}

/// <summary>Key of the row that counts the usage of a feature in one period.</summary>
internal readonly record struct UsageKey(string TenantId, string Feature, DateTimeOffset PeriodStart);
