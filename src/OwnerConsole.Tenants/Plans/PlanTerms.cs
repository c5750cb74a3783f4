using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Texts;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Plans;

/// <summary>What a plan is called, what it costs and how long its trial is.</summary>
public sealed record PlanTerms(string Name, Money Price, PlanInterval Interval, int TrialDays)
{
    private const long Most = 100_000_000_000;
    private const int MostDays = 365;

    /// <summary>What is paid again and again.</summary>
    public static RecurringPrice Each(Money price, PlanInterval interval) => new(price, interval is PlanInterval.Year ? PeriodUnit.Year : PeriodUnit.Month);

    /// <returns>why nobody can be sold this; null when they can</returns>
    public Refusal? Trouble =>
        this switch
        {
            _ when !OneLine.Fits(Name, 80) => new("bad_name", $"A plan has a name of 1 to 80 characters."),
            _ when !Currency.Exists(Price.Currency) => new("bad_currency", $"A price is in a currency of ISO 4217, three capital letters such as USD."),
            _ when Price.Amount is < 0 or > Most => new("bad_price", $"A price is 0 for a free plan, and {Most} of the smallest unit at most."),
            { TrialDays: < 0 or > MostDays } => new("bad_trial", $"A trial lasts 1 to {MostDays} days, or 0 days when there is none."),
            _ => null,
        };
}
