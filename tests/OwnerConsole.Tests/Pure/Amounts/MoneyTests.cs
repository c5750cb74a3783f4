using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Tests.Pure.Amounts;

public sealed class MoneyTests
{
    [Theory]
    [InlineData(4900, "USD", "49.00 USD")]
    [InlineData(124900, "EUR", "1,249.00 EUR")]
    [InlineData(4900, "JPY", "4,900 JPY")]
    [InlineData(4900, "KWD", "4.900 KWD")]
    [InlineData(-5, "CHF", "-0.05 CHF")]
    public void Amounts_are_shown_with_the_decimals_of_their_currency(long amount, string currency, string shown) =>
        new Money(amount, currency).ToString().ShouldBe(shown);

    [Theory]
    [InlineData(1185763, "USD", "$11,858")]
    [InlineData(1185750, "EUR", "€11,858")]
    [InlineData(1185749, "CHF", "CHF 11,857")]
    [InlineData(-12000, "USD", "-$120")]
    [InlineData(-12000, "CHF", "-CHF 120")]
    [InlineData(-49, "USD", "$0")]
    [InlineData(4900, "JPY", "¥4,900")]
    public void Headlines_show_whole_units_with_the_symbol_of_the_currency(long amount, string currency, string shown) =>
        new Money(amount, currency).WholeText.ShouldBe(shown);

    [Theory]
    [InlineData("49", "USD", 4900)]
    [InlineData("49.9", "USD", 4990)]
    [InlineData("0", "USD", 0)]
    [InlineData("4900", "JPY", 4900)]
    [InlineData("0.001", "KWD", 1)]
    public void Typed_amounts_are_parsed_into_the_smallest_unit(string text, string currency, long amount) =>
        Money.Read(text, currency).ShouldBe(new Money(amount, currency));

    [Theory]
    [InlineData("49.001", "USD")]
    [InlineData("49,00", "USD")]
    [InlineData("1.5", "JPY")]
    [InlineData("a lot", "USD")]
    [InlineData("99999999999999999999999999", "USD")]
    public void Invalid_amounts_are_refused(string text, string currency) => Money.Read(text, currency).ShouldBeNull();

    [Fact]
    public void Amounts_shown_in_forms_are_parsed_back_unchanged()
    {
        Money[] prices = [new(4900, "USD"), new(1, "KWD"), new(700, "JPY"), new(0, "EUR")];

        prices.Select(price => Money.Read(price.InputText, price.Currency)).ShouldBe(prices);
    }
}
