namespace OwnerConsole.Tenants.Entitlements;

/// <summary>Claims on one row that are granted together.</summary>
internal sealed class Granting(IReadOnlyList<Waiting> all)
{
    private readonly Waiting[] _keyed = [.. all.Where(one => one.Key is not null)];

    public IReadOnlyList<Waiting> All { get; } = all;

    public IEnumerable<Waiting> Holds => All.Where(one => one.Hold is not null);

    /// <summary>Of those that are used at once.</summary>
    public decimal Used => All.Where(one => one.Hold is null).Sum(one => one.Amount);

    public decimal Held => Holds.Sum(one => one.Amount);

    /// <summary>Places that the finest of the amounts has.</summary>
    public int Decimals => All.Max(one => one.Amount.Scale);

    /// <summary>Until the first of the holds ends; null without any.</summary>
    public TimeSpan? Lasts => Holds.Min(one => one.Hold?.Lasts);

    public string[] Keys => field ??= [.. _keyed.Select(one => one.Key!)]; // those that have one

    /// <summary>Of the keys, as the next.</summary>
    public decimal[] Amounts => [.. _keyed.Select(one => one.Amount)];

    public string?[] Reservations => [.. _keyed.Select(one => one.Hold?.ReservationId)];
}
