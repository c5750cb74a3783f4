using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Plans.Plans;

/// <summary>Name, prices and trial length of a plan.</summary>
/// <param name="Other">Additional prices, for another interval or in another currency.</param>
public sealed record PlanTerms(string Name, Money Price, PlanInterval Interval, int TrialDays, IReadOnlyList<PlanPrice> Other)
{
    private const long MaxAmount = 100_000_000_000;
    private const int MaxTrialDays = 365,
        MostPrices = 20;

    /// <summary>All prices, first price first.</summary>
    public IReadOnlyList<PlanPrice> Prices => [new(Price, Interval), .. Other];

    /// <summary>Why the terms are invalid; null when they are valid.</summary>
    public Refusal? ValidationRefusal =>
        this switch
        {
            _ when !SingleLineText.IsValid(Name, 80) => new("bad_name", $"A plan name must have 1 to 80 characters."),
            _ when Prices.Any(price => !Currency.Exists(price.Price.Currency)) => new(
                "bad_currency",
                $"The currency of a price must be an ISO 4217 code of three capital letters, such as USD."
            ),
            _ when Prices.Any(price => price.Price.Amount is < 0 or > MaxAmount) => new(
                "bad_price",
                $"A price must be between 0 (a free plan) and {MaxAmount} in the smallest unit of its currency."
            ),
            { Other.Count: >= MostPrices } => new("too_many", $"A plan can have at most {MostPrices} prices."),
            _ when Prices.DistinctBy(price => (price.Price.Currency, price.Interval)).Count() < Prices.Count => new(
                "price_twice",
                $"A plan can have only one price per interval and currency."
            ),
            { TrialDays: < 0 or > MaxTrialDays } => new("bad_trial", $"A trial must be 1 to {MaxTrialDays} days, or 0 for no trial."),
            _ => null,
        };

    public bool Equals(PlanTerms? other) =>
        other is not null
        && (Name, Price, Interval, TrialDays) == (other.Name, other.Price, other.Interval, other.TrialDays)
        && Other.SequenceEqual(other.Other);

    public override int GetHashCode() => HashCode.Combine(Name, Price, Interval, TrialDays, Other.Count);

    /// <summary>Appends the additional prices to a sentence that states the first price.</summary>
    internal Sentence AppendOtherPrices(Sentence says)
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

    /// <summary>Appends that prices in currencies other than the reporting currency are converted for MRR.</summary>
    internal Sentence AppendConverted(Sentence says, string reporting)
    {
        string[] others =
        [
            .. Prices.Where(price => price.Price.Amount > 0).Select(planPrice => planPrice.Price.Currency).Distinct(StringComparer.Ordinal).Except([reporting]),
        ];
        if (others.Length == 0)
            return says;
        says.AppendLiteral(" MRR is reported in ");
        says.AppendCurrency(reporting);
        says.AppendLiteral(". Amounts in ");
        foreach (var (place, currency) in others.Index())
        {
            says.AppendLiteral(place == 0 ? "" : " or ");
            says.AppendCurrency(currency);
        }
        says.AppendLiteral(" are converted with the exchange rates of each day.");
        return says;
    }

    /// <summary>Additional prices in the stored order, whatever order they were entered in: the currency of the first price comes first.</summary>
    internal static IReadOnlyList<PlanPrice> Normalize(Money first, IReadOnlyList<PlanPrice>? other) =>
        [
            .. (other ?? [])
                .OrderBy(planPrice => planPrice.Price.Currency != first.Currency)
                .ThenBy(planPrice => planPrice.Price.Currency, StringComparer.Ordinal)
                .ThenBy(planPrice => planPrice.Interval),
        ];
}
