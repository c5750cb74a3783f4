namespace OwnerConsole.Plans.Entitlements.Claims;

/// <summary>Claims on one row that are granted together.</summary>
internal sealed class ClaimGroup(IReadOnlyList<PendingClaim> all)
{
    private readonly PendingClaim[] _keyed = [.. all.Where(pendingClaim => pendingClaim.Key is not null)];

    public IReadOnlyList<PendingClaim> All { get; } = all;

    public IEnumerable<PendingClaim> Holds => All.Where(pendingClaim => pendingClaim.Hold is not null);

    /// <summary>Amount of the claims that are used at once.</summary>
    public decimal Used => All.Where(pendingClaim => pendingClaim.Hold is null).Sum(pendingClaim => pendingClaim.Amount);

    public decimal Held => Holds.Sum(hold => hold.Amount);

    /// <summary>Most decimal places of any of the amounts.</summary>
    public int Decimals => All.Max(pendingClaim => pendingClaim.Amount.Scale);

    /// <summary>Shortest duration of the reservations; null without any.</summary>
    public TimeSpan? Lasts => Holds.Min(hold => hold.Hold?.Lifetime);

    public string[] Keys => field ??= [.. _keyed.Select(pendingClaim => pendingClaim.Key!)]; // Only claims with a key.

    /// <summary>Amounts of the claims with a key, in the order of the keys.</summary>
    public decimal[] Amounts => [.. _keyed.Select(pendingClaim => pendingClaim.Amount)];

    public string?[] Reservations => [.. _keyed.Select(pendingClaim => pendingClaim.Hold?.ReservationId)];
}
