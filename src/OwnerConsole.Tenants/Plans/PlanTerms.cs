using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Texts;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Plans;

/// <summary>What a plan is called, what it costs and how long its trial is.</summary>
/// <param name="Other">what it costs besides: for another interval, in another currency</param>
public sealed record PlanTerms(string Name, Money Price, PlanInterval Interval, int TrialDays, IReadOnlyList<PlanPrice> Other)
{
    private const long Most = 100_000_000_000;
    private const int MostDays = 365,
        MostPrices = 20;

    /// <summary>All of them, the first first.</summary>
    public IReadOnlyList<PlanPrice> Prices => [new(Price, Interval), .. Other];

    /// <returns>why nobody can be sold this; null when they can</returns>
    public Refusal? Trouble =>
        this switch
        {
            _ when !OneLine.Fits(Name, 80) => new("bad_name", $"A plan has a name of 1 to 80 characters."),
            _ when Prices.Any(one => !Currency.Exists(one.Price.Currency)) => new(
                "bad_currency",
                $"A price is in a currency of ISO 4217, three capital letters such as USD."
            ),
            _ when Prices.Any(one => one.Price.Amount is < 0 or > Most) => new(
                "bad_price",
                $"A price is 0 for a free plan, and {Most} of the smallest unit at most."
            ),
            { Other.Count: >= MostPrices } => new("too_many", $"A plan has {MostPrices} prices at most."),
            _ when Prices.DistinctBy(one => (one.Price.Currency, one.Interval)).Count() < Prices.Count => new(
                "price_twice",
                $"A plan has one price for an interval and a currency."
            ),
            { TrialDays: < 0 or > MostDays } => new("bad_trial", $"A trial lasts 1 to {MostDays} days, or 0 days when there is none."),
            _ => null,
        };

    public bool Equals(PlanTerms? other) =>
        other is not null
        && (Name, Price, Interval, TrialDays) == (other.Name, other.Price, other.Interval, other.TrialDays)
        && Other.SequenceEqual(other.Other);

    public override int GetHashCode() => HashCode.Combine(Name, Price, Interval, TrialDays, Other.Count);

    /// <summary>Adds what it costs besides to a sentence that says the first price.</summary>
    internal Sentence SayOther(Sentence says)
    {
        foreach (var (place, one) in Other.Index())
        {
            says.AppendLiteral(place == 0 ? " Other prices: " : ", ");
            says.AppendFormatted(one.Price);
            says.AppendLiteral(" a ");
            says.AppendFormatted(one.Interval);
        }
        says.AppendLiteral(Other.Count > 0 ? "." : "");
        return says;
    }

    /// <summary>Adds that prices in other currencies than the reporting one are not part of MRR.</summary>
    internal Sentence SayUnconverted(Sentence says, string reporting)
    {
        string[] others = [.. Prices.Where(one => one.Price.Amount > 0).Select(one => one.Price.Currency).Distinct(StringComparer.Ordinal).Except([reporting])];
        if (others.Length == 0)
            return says;
        says.AppendLiteral(" MRR is reported in ");
        says.AppendCurrency(reporting);
        says.AppendLiteral(" and includes nothing that is paid in ");
        foreach (var (place, currency) in others.Index())
        {
            says.AppendLiteral(place == 0 ? "" : " or ");
            says.AppendCurrency(currency);
        }
        says.AppendLiteral(": currencies are not converted. The amount is shown next to it.");
        return says;
    }

    /// <summary>As they are kept, the same whichever way somebody has listed them: those in the currency of the first price before the others.</summary>
    internal static IReadOnlyList<PlanPrice> Kept(Money first, IReadOnlyList<PlanPrice>? other) =>
        [
            .. (other ?? [])
                .OrderBy(one => one.Price.Currency != first.Currency)
                .ThenBy(one => one.Price.Currency, StringComparer.Ordinal)
                .ThenBy(one => one.Interval),
        ];
}
