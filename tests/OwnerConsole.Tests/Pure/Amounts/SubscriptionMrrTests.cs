using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Tests.Pure.Amounts;

/// <summary>Worked cases 1 to 8 and 30 of the policy mrr/v1 for a single subscription. RecurringPriceTests has case 6 in other currencies.</summary>
public sealed class SubscriptionMrrTests
{
    [Theory]
    [InlineData(100_000, PeriodUnit.Year, 1, 8333)] // case 1
    [InlineData(360_000, PeriodUnit.Year, 3, 10_000)]
    [InlineData(25_000, PeriodUnit.Month, 3, 8333)]
    [InlineData(5000, PeriodUnit.Week, 2, 10_833)] // case 2
    [InlineData(100, PeriodUnit.Day, 1, 3042)]
    public void Cases_1_and_2_every_period_is_converted_to_a_month(int amount, PeriodUnit unit, int units, long month) =>
        Mrr.RoundForDisplay(Calculate(PerMonth(amount) with { Unit = unit, Units = units })).ShouldBe(month);

    [Fact]
    public void MRR_is_not_rounded_to_minor_units()
    {
        Calculate(Yearly(100_000)).ShouldBe(8333.333_333_333_333m);
        Calculate(PerMonth(0.125m), 3).ShouldBe(0.375m);
    }

    [Fact]
    public void Case_3_seats_and_tiers_are_priced_by_the_current_quantity()
    {
        Calculate(PerMonth(1250), 7).ShouldBe(8750);
        Calculate(Tiered(TierMode.Graduated, new(5, 1000, null), new(null, 800, null)), 12).ShouldBe(10_600);
        Calculate(Tiered(TierMode.Volume, new(10, 1000, null), new(null, 800, null)), 12).ShouldBe(9600);
    }

    [Theory]
    [InlineData(TierMode.Graduated, 12, 11_900)] // 500 + 5 × 1000, 5 × 900, 300 + 2 × 800
    [InlineData(TierMode.Graduated, 10, 10_000)] // The last tier starts above 10.
    [InlineData(TierMode.Graduated, 0, 500)]
    [InlineData(TierMode.Volume, 12, 9900)]
    [InlineData(TierMode.Volume, 10, 9000)]
    [InlineData(TierMode.Volume, 0, 500)]
    public void Flat_amounts_are_charged_once_for_each_tier_that_applies(TierMode mode, int quantity, int month) =>
        Calculate(Tiered(mode, new(5, 1000, 500), new(10, 900, null), new(null, 800, 300)), quantity).ShouldBe(month);

    [Theory]
    [InlineData(true, 2000)]
    [InlineData(false, 1000)]
    public void Packages_are_rounded_as_the_price_says(bool roundsUp, int month) =>
        Calculate(PerMonth(1000) with { PackageSize = 5, RoundsPackageUp = roundsUp }, 7).ShouldBe(month);

    [Fact]
    public void Metered_prices_and_case_30_a_quantity_of_zero_add_nothing()
    {
        Calculate(PerMonth(1000) with { IsMetered = true }, 3).ShouldBe(0);
        Calculate(PerMonth(1000), 0).ShouldBe(0);
    }

    [Fact]
    public void Case_4_only_permanent_discounts_count()
    {
        Calculate(PerMonth(8000), 1, Percent(50)).ShouldBe(4000);
        Calculate(PerMonth(8000), 1, new SubscriptionDiscount(20, null, false)).ShouldBe(8000);
        Calculate(PerMonth(8000), 1, new SubscriptionDiscount(null, 2000, false)).ShouldBe(8000);
    }

    [Fact]
    public void Case_5_an_amount_off_is_spread_in_proportion_to_the_monthly_amounts()
    {
        var (month, year) = (PerMonth(10_000), Yearly(24_000));

        Calculate([Line(month), Line(year)], Amount(1500)).ShouldBe(10_500);
        // 12.50 off the first and 2.50 off the second, whose remaining 17.50 include 25% tax.
        Calculate([Line(month), Line(year with { InclusiveTaxPercent = 25 })], Amount(1500)).ShouldBe(8750 + 1400);
    }

    [Fact]
    public void An_amount_off_is_taken_off_as_often_as_the_subscription_is_charged()
    {
        Calculate([Line(Yearly(24_000))], Amount(1200)).ShouldBe(1900);
        Calculate([Line(Yearly(24_000)), Line(PerMonth(0))], Amount(1200)).ShouldBe(1900);
        Calculate([Line(PerMonth(10_000)), Line(Yearly(24_000), Amount(1200))]).ShouldBe(11_900);
    }

    [Fact]
    public void Discounts_apply_in_order_those_of_lines_first_and_never_below_zero()
    {
        Calculate(PerMonth(10_000), 1, Percent(50), Amount(1000)).ShouldBe(4000);
        Calculate(PerMonth(10_000), 1, Amount(1000), Percent(50)).ShouldBe(4500);
        Calculate([Line(PerMonth(10_000), Amount(1000)), Line(PerMonth(10_000))], Percent(50)).ShouldBe(9500);
        Calculate([Line(PerMonth(10_000), Amount(15_000)), Line(PerMonth(10_000))]).ShouldBe(10_000);
        Calculate(PerMonth(10_000), 1, Percent(100), Amount(1000)).ShouldBe(0);
    }

    [Fact]
    public void Case_6_inclusive_tax_is_excluded() => Calculate(PerMonth(12_000) with { InclusiveTaxPercent = 20 }).ShouldBe(10_000);

    [Theory]
    [InlineData("active", null, 5000)]
    [InlineData("past_due", null, 5000)] // case 8
    [InlineData("unpaid", null, 0)]
    [InlineData("canceled", null, 0)]
    [InlineData("trialing", null, 0)] // case 7
    [InlineData("incomplete", null, 0)]
    [InlineData("incomplete_expired", null, 0)]
    [InlineData("paused", null, 0)]
    [InlineData("active", "void", 0)]
    [InlineData("past_due", "mark_uncollectible", 0)]
    [InlineData("active", "keep_as_draft", 5000)]
    public void Cases_7_and_8_the_status_decides_whether_a_subscription_counts(string status, string? pauseBehavior, int month) =>
        SubscriptionMrr.Calculate(new(SubscriptionTerms.Counts(status, pauseBehavior), [Line(PerMonth(5000))], [])).ShouldBe(month);

    [Fact]
    public void Numbers_beyond_any_price_are_limited_and_cause_no_error()
    {
        const decimal most = decimal.MaxValue;

        Calculate(PerMonth(100_000_000_000), 1_000_000_000_000).ShouldBe(SubscriptionMrr.MaxAmount);
        Calculate(PerMonth(most) with { Unit = PeriodUnit.Day }, most).ShouldBe(SubscriptionMrr.MaxAmount);
        Calculate(Tiered(TierMode.Graduated, new(1, most, most), new(long.MaxValue, most, most)), most).ShouldBe(SubscriptionMrr.MaxAmount);
        Calculate(Tiered(TierMode.Volume, new PriceTier(null, most, most)), most).ShouldBe(SubscriptionMrr.MaxAmount);
        Calculate(PerMonth(0.000_000_000_001m), 1, Amount(long.MaxValue)).ShouldBe(0);
        Calculate(PerMonth(5000), 1, Percent(most)).ShouldBe(0);
        Calculate(PerMonth(5000) with { InclusiveTaxPercent = most }).ShouldBeInRange(0, 1);
        Calculate(Yearly(5000) with { Units = int.MaxValue }).ShouldBeInRange(0, 1);
    }

    private static SubscriptionPrice PerMonth(decimal amount) => new(amount, PeriodUnit.Month, 1, false, null, [], 0, null, false);

    private static SubscriptionPrice Yearly(decimal amount) => PerMonth(amount) with { Unit = PeriodUnit.Year };

    private static SubscriptionPrice Tiered(TierMode mode, params PriceTier[] tiers) => PerMonth(0) with { TierMode = mode, Tiers = tiers };

    private static SubscriptionLine Line(SubscriptionPrice price, params SubscriptionDiscount[] discounts) => new(price, 1, discounts);

    private static SubscriptionDiscount Percent(decimal percent) => new(percent, null, true);

    private static SubscriptionDiscount Amount(long amount) => new(null, amount, true);

    private static decimal Calculate(SubscriptionPrice price, decimal quantity = 1, params SubscriptionDiscount[] discounts) =>
        SubscriptionMrr.Calculate(new(true, [new(price, quantity, [])], discounts));

    private static decimal Calculate(SubscriptionLine[] lines, params SubscriptionDiscount[] discounts) =>
        SubscriptionMrr.Calculate(new(true, lines, discounts));
}
