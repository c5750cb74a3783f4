namespace OwnerConsole.Tenants.Entitlements;

/// <summary>Claims that are granted together.</summary>
/// <param name="Used">of those that are used at once</param>
/// <param name="Held">of those that are held</param>
/// <param name="Decimals">places that the finest of the amounts has</param>
/// <param name="NextExpiry">when the first of the holds ends; null without any</param>
internal sealed record Granting(IReadOnlyList<Waiting> All, decimal Used, decimal Held, int Decimals, DateTimeOffset? NextExpiry)
{
    public IEnumerable<Waiting> Keyed => All.Where(one => one.Key is not null);

    public IEnumerable<Waiting> Holds => All.Where(one => one.Hold is not null);

    /// <param name="now">the database's clock</param>
    public static Granting Of(IReadOnlyList<Waiting> all, DateTimeOffset now) =>
        new(
            all,
            all.Where(one => one.Hold is null).Sum(one => one.Amount),
            all.Where(one => one.Hold is not null).Sum(one => one.Amount),
            all.Max(one => one.Amount.Scale),
            now + all.Min(one => one.Hold?.Lasts)
        );
}
