namespace OwnerConsole.Tenants.Entitlements;

/// <summary>Claims on one row that are granted together.</summary>
internal sealed class ClaimGroup(IReadOnlyList<PendingClaim> all)
{
    private readonly PendingClaim[] _keyed = [.. all.Where(one => one.Key is not null)];

    public IReadOnlyList<PendingClaim> All { get; } = all;

    public IEnumerable<PendingClaim> Holds => All.Where(one => one.Hold is not null);

    /// <summary>Amount of the claims that are used at once.</summary>
    public decimal Used => All.Where(one => one.Hold is null).Sum(one => one.Amount);

    public decimal Held => Holds.Sum(one => one.Amount);

    /// <summary>Most decimal places of any of the amounts.</summary>
    public int Decimals => All.Max(one => one.Amount.Scale);

    /// <summary>Shortest duration of the reservations; null without any.</summary>
    public TimeSpan? Lasts => Holds.Min(one => one.Hold?.Lifetime);

    public string[] Keys => field ??= [.. _keyed.Select(one => one.Key!)]; // Only claims with a key.

    /// <summary>Amounts of the claims with a key, in the order of the keys.</summary>
    public decimal[] Amounts => [.. _keyed.Select(one => one.Amount)];

    public string?[] Reservations => [.. _keyed.Select(one => one.Hold?.ReservationId)];
}
