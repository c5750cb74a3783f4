using FsCheck;
using FsCheck.Fluent;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Tests.Pure.Amounts;

public sealed class RecurringPriceTests
{
    [Theory]
    [InlineData(120000, PeriodUnit.Year, 1, "USD", "100.00 USD")] // case 1
    [InlineData(100000, PeriodUnit.Year, 1, "USD", "83.33 USD")]
    [InlineData(50000, PeriodUnit.Year, 1, "USD", "41.67 USD")]
    [InlineData(25000, PeriodUnit.Month, 3, "USD", "83.33 USD")]
    [InlineData(360000, PeriodUnit.Year, 3, "USD", "100.00 USD")]
    [InlineData(30000, PeriodUnit.Month, 6, "USD", "50.00 USD")]
    [InlineData(1000, PeriodUnit.Week, 1, "USD", "43.33 USD")] // case 2
    [InlineData(5000, PeriodUnit.Week, 2, "USD", "108.33 USD")]
    [InlineData(100, PeriodUnit.Day, 1, "USD", "30.42 USD")]
    [InlineData(10000, PeriodUnit.Year, 1, "JPY", "833 JPY")] // case 6
    [InlineData(120000, PeriodUnit.Year, 1, "BHD", "10.000 BHD")]
    public void Cases_1_2_and_6_every_price_is_normalized_to_a_month(long amount, PeriodUnit unit, int units, string currency, string month) =>
        new Money(new RecurringPrice(new(amount, currency), unit, units).Monthly(1), currency).ToString().ShouldBe(month);

    [Theory]
    [InlineData(7, 1250, 8750)] // case 3
    [InlineData(0, 1250, 0)] // case 30
    [InlineData(1_000_000, 100_000_000_000, 100_000_000_000_000_000)]
    public void Case_3_the_price_is_multiplied_by_the_quantity_before_rounding(long quantity, long amount, long month) =>
        new RecurringPrice(new(amount, "USD"), PeriodUnit.Month).Monthly(quantity).ShouldBe(month);

    [Fact]
    public void Monthly_amounts_are_rounded_once() => new RecurringPrice(new(1000, "USD"), PeriodUnit.Year).Monthly(7).ShouldBe(583); // not 7 × 83 = 581

    [Fact]
    public void Monthly_amounts_round_half_away_from_zero() =>
        Prop.ForAll<uint, ushort, byte>(
                (amount, quantity, units) =>
                {
                    var months = 12m * (units + 1);
                    var exact = (decimal)amount * quantity / months;

                    return new RecurringPrice(new(amount, "USD"), PeriodUnit.Year, units + 1).Monthly(quantity)
                        == (long)Math.Round(exact, MidpointRounding.AwayFromZero);
                }
            )
            .QuickCheckThrowOnFailure();
}
