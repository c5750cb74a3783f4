using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tests.Pure.Amounts;

/// <summary>MRR in other currencies is converted at the rate of each day, and the effect of rates is kept apart from what customers decide.</summary>
public sealed class MrrConversionTests
{
    [Fact]
    public void Case_18_a_rate_that_changes_is_no_expansion_and_nothing_in_constant_currency()
    {
        var result = Convert([Rate(1, 31, 1.10m), Rate(2, 28, 1.20m)], Change(1, 31, "EUR", 100_00));

        Describe(result).ShouldBe(["2026-01-31 New 11000 (11000)", "2026-02-28 Fx 1000 (0)"]);
        result.Currencies.ShouldBe([new("EUR", 100_00, null, 1.20m)]);
    }

    [Fact]
    public void Case_29_a_switch_to_another_currency_of_the_same_value_is_no_churn()
    {
        var result = Convert([Rate(1, 10, 1.10m)], Change(1, 10, "EUR", 100_00), Change(1, 12, "EUR", 0), Change(1, 12, "USD", 110_00));

        Describe(result).ShouldBe(["2026-01-10 New 11000 (11000)"]);
    }

    [Fact]
    public void All_currencies_of_a_customer_are_one_MRR()
    {
        var result = Convert(
            [Rate(1, 10, 1.10m), Rate(1, 10, 165m, "JPY"), Rate(1, 12, 1.20m), Rate(1, 12, 165m, "JPY")],
            Change(1, 10, "USD", 50_00),
            Change(1, 11, "EUR", 100_00),
            Change(1, 12, "EUR", 0),
            Change(1, 12, "JPY", 1650)
        );

        // ¥1,650 are €10 or $12: what stays of the €100, which were $110 and are $120 on the last day.
        Describe(result)
            .ShouldBe(["2026-01-10 New 5000 (5000)", "2026-01-11 Expansion 11000 (11000)", "2026-01-12 Fx 1000 (0)", "2026-01-12 Contraction -10800 (-9900)"]);
    }

    [Fact]
    public void Without_a_rate_nothing_is_converted_and_the_first_missing_day_is_known()
    {
        ExchangeRate[] rates = [Rate(1, 1, 1.10m), Rate(1, 31, 1.20m)];
        Describe(Convert(rates, Change(1, 8, "EUR", 100_00))).ShouldBe(["2026-01-08 New 11000 (11000)", "2026-01-31 Fx 1000 (0)"], "a week old");

        var result = Convert(rates, Change(1, 9, "EUR", 100_00), Change(1, 10, "USD", 7_00));
        Describe(result).ShouldBe(["2026-01-10 New 700 (700)"]);
        result.Currencies.ShouldBe([new("EUR", 100_00, new(2026, 1, 9), null), new("USD", 7_00, null, null)]);
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Los_Angeles")]
    public void Whatever_happens_MRR_is_the_native_amount_at_the_rate_of_the_last_movement(string zone)
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var rates = Enumerable
                .Range(0, 130)
                .Select(day => new ExchangeRate(new DateOnly(2025, 12, 30).AddDays(day), "USD", 1 + random.Next(1, 100) / 100m))
                .ToList();
            var changes = Enumerable
                .Range(0, random.Next(1, 8))
                .Select(_ => new SubscriptionChange(
                    $"sub_{random.Next(3)}",
                    new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(130_000)),
                    "EUR",
                    new Dictionary<string, decimal> { [$"plan-{random.Next(2)}"] = random.Next(3) * 33_33 },
                    null
                ))
                .DistinctBy(change => (change.Subscription, change.At))
                .ToList();
            var conversion = new MrrConversion("USD", new(rates), Zone.Find(zone)!, new(2026, 4, 2, 12, 0, 0, TimeSpan.Zero), new(2026, 1, 1));

            var result = Mrr.Movements(changes, conversion);

            var converted = result.Movements.Where(movement => movement.Currency == "USD").ToList();
            if (converted.Count == 0)
                continue;
            var native = changes.GroupBy(change => change.Subscription).Sum(one => one.MaxBy(change => change.At)!.Amounts.Values.Sum());
            var rate = new ExchangeRates(rates).Factor("EUR", "USD", conversion.Zone.DayOf(converted[^1].At))!.Value;
            converted.Sum(movement => movement.Delta).ShouldBe(native * rate, $"round {round}");
            var constant = new ExchangeRates(rates).Factor("EUR", "USD", new(2026, 1, 1))!.Value;
            converted.SelectMany(movement => movement.Parts).Sum(part => part.Constant ?? part.Delta).ShouldBe(native * constant, $"round {round}");
            converted.Where(movement => movement.Kind is MovementKind.Fx).ShouldAllBe(movement => movement.Parts.All(part => part.Constant == 0));
        }
    }

    private static ConvertedMovements Convert(IReadOnlyList<ExchangeRate> rates, params IReadOnlyList<SubscriptionChange> changes) =>
        Mrr.Movements(changes, new("USD", new(rates), Zone.Utc, new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), rates[0].Day));

    private static ExchangeRate Rate(int month, int day, decimal perEuro, string currency = "USD") => new(new(2026, month, day), currency, perEuro);

    private static SubscriptionChange Change(int month, int day, string currency, decimal minor) =>
        new(
            currency,
            new(2026, month, day, 0, 0, 0, TimeSpan.Zero),
            currency,
            minor == 0 ? new Dictionary<string, decimal>() : new Dictionary<string, decimal> { ["pro"] = minor },
            minor == 0 ? "cancelled" : null
        );

    private static IEnumerable<string> Describe(ConvertedMovements result) =>
        result
            .Movements.Where(movement => movement.Currency == "USD")
            .Select(movement =>
                FormattableString.Invariant(
                    $"{movement.At:yyyy-MM-dd} {movement.Kind} {movement.Delta:0.####} ({movement.Parts.Sum(part => part.Constant ?? part.Delta):0.####})"
                )
            );
}
