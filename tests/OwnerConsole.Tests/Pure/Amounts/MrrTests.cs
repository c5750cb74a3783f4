using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Tests.Pure.Amounts;

/// <summary>The worked cases of the policy mrr/v1 that involve neither payments nor taxes: 7, 9 to 14, 19, 26 to 28 and 30. MrrPropertyTests checks the general properties.</summary>
public sealed class MrrTests
{
    private static readonly ILookup<string, EffectivePrice> Prices = new (string Plan, long Amount, PeriodUnit Unit)[]
    {
        ("free", 0, PeriodUnit.Month),
        ("p40", 4000, PeriodUnit.Month),
        ("p50", 5000, PeriodUnit.Month),
        ("p60", 6000, PeriodUnit.Month),
        ("p80", 8000, PeriodUnit.Month),
        ("p100", 10000, PeriodUnit.Month),
        ("p120", 12000, PeriodUnit.Month),
        ("p150", 15000, PeriodUnit.Month),
        ("year500", 50000, PeriodUnit.Year),
    }.ToLookup(price => price.Plan, price => new EffectivePrice(price.Plan, new(new(price.Amount, "USD"), price.Unit), DateTimeOffset.MinValue, null));

    [Fact]
    public void Case_7_a_trial_counts_as_new_when_it_converts()
    {
        var holding = new SubscriptionHistory(
            [new("p50", 1, At("01-01"), null)],
            [new(CustomerStage.Trial, At("01-01"), At("01-15")), new(CustomerStage.Active, At("01-15"), null)]
        );

        Describe(holding).ShouldBe("01-15 new +50 trial");
    }

    [Fact]
    public void Case_7_a_cancelled_trial_causes_no_movement()
    {
        var holding = new SubscriptionHistory(
            [new("p50", 1, At("01-01"), null)],
            [new(CustomerStage.Trial, At("01-01"), At("01-15")), new(CustomerStage.Over, At("01-15"), null)]
        );

        Describe(holding).ShouldBe("");
    }

    [Fact]
    public void Case_9_ending_one_plan_is_contraction_ending_the_last_is_churn()
    {
        Describe(Active(new("p100", 1, At("01-01"), At("03-01")), new("p40", 1, At("01-01"), At("02-01"))))
            .ShouldBe("01-01 new +140; 02-01 contraction -40; 03-01 churn -100 ended");
        Describe(Active(new("p100", 1, At("01-01"), At("02-01")), new("p40", 1, At("01-01"), At("03-01"))))
            .ShouldBe("01-01 new +140; 02-01 contraction -100; 03-01 churn -40 ended");
    }

    [Fact]
    public void Case_10_an_upgrade_and_a_downgrade_are_two_movements()
    {
        var holding = Active(new("p100", 1, At("01-01"), At("02-05")), new("p150", 1, At("02-05"), At("02-20")), new("p120", 1, At("02-20"), null));

        Describe(holding).ShouldBe("01-01 new +100; 02-05 expansion +50; 02-20 contraction -30");
    }

    [Fact]
    public void Case_11_new_and_churn_in_one_month_are_both_shown() =>
        Describe(Active(new SubscriptionItem("p60", 1, At("01-03"), At("01-12")))).ShouldBe("01-03 new +60; 01-12 churn -60 ended");

    [Fact]
    public void Case_12_a_returning_customer_is_a_reactivation_of_its_full_MRR() =>
        Describe(Active(new("p100", 1, At("01-01"), At("01-20")), new("p80", 1, At("03-01"), null)))
            .ShouldBe("01-01 new +100; 01-20 churn -100 ended; 03-01 reactivation +80");

    [Fact]
    public void Case_13_a_plan_replaced_within_a_minute_is_one_movement()
    {
        var (ten, later) = (At("02-01").AddHours(10), At("02-01").AddHours(10).AddSeconds(20));

        Describe(Active(new("p100", 1, At("01-01"), ten), new("p80", 1, later, null))).ShouldBe("01-01 new +100; 02-01 contraction -20");
        Describe(Active(new("p100", 1, At("01-01"), ten), new("p80", 1, ten.AddMinutes(61), null)))
            .ShouldBe("01-01 new +100; 02-01 churn -100 ended; 02-01 reactivation +80");
    }

    [Fact]
    public void Case_14_a_new_billing_period_moves_the_monthly_difference() =>
        Describe(Active(new("p50", 1, At("01-01"), At("02-01")), new("year500", 1, At("02-01"), null))).ShouldBe("01-01 new +50; 02-01 contraction -8.33");

    [Fact]
    public void Case_19_moving_to_free_is_churn_and_a_first_payment_is_new()
    {
        Describe(Active(new("p100", 1, At("01-01"), At("02-01")), new("free", 1, At("02-01"), null))).ShouldBe("01-01 new +100; 02-01 churn -100 to_free");
        Describe(Active(new("free", 1, At("01-01"), At("02-01")), new("p100", 1, At("02-01"), null))).ShouldBe("02-01 new +100");
    }

    [Fact]
    public void Case_27_anonymising_a_churned_customer_causes_no_movement()
    {
        SubscriptionItem[] items = [new("p100", 1, At("01-01"), null)];
        StageInterval[] gone = [new(CustomerStage.Active, At("01-01"), At("02-01")), new(CustomerStage.Over, At("02-01"), null)];
        StageInterval[] forgotten = [gone[0], new(CustomerStage.Over, At("02-01"), At("03-01")), new(CustomerStage.Over, At("03-01"), null)];

        Describe(new SubscriptionHistory(items, gone)).ShouldBe("01-01 new +100; 02-01 churn -100 cancelled");
        Describe(new SubscriptionHistory(items, forgotten)).ShouldBe(Describe(new SubscriptionHistory(items, gone)));
    }

    [Fact]
    public void Case_30_quantity_zero_is_churn_and_a_later_quantity_is_reactivation() =>
        Describe(Active(new("p100", 1, At("01-01"), At("02-01")), new("p100", 0, At("02-01"), At("03-01")), new("p100", 3, At("03-01"), null)))
            .ShouldBe("01-01 new +100; 02-01 churn -100 to_zero; 03-01 reactivation +300");

    [Fact]
    public void A_switch_between_equal_plans_is_listed_per_plan_with_zero_total()
    {
        var prices = Prices
            .SelectMany(price => price)
            .Append(new("other100", new(new(10000, "USD"), PeriodUnit.Month), DateTimeOffset.MinValue, null))
            .ToLookup(price => price.Plan);

        var moved = Mrr.Movements(Active(new("p100", 1, At("01-01"), At("02-01")), new("other100", 1, At("02-01"), null)), prices);

        moved[1].Kind.ShouldBe(MovementKind.Switch);
        moved[1].Parts.ShouldBe([new("other100", 10000), new("p100", -10000)]);
    }

    [Fact]
    public void A_currency_change_is_new_and_churn_in_separate_currencies()
    {
        var prices = new EffectivePrice[]
        {
            new("pro", new(new(100, "USD"), PeriodUnit.Month), DateTimeOffset.MinValue, null),
            new("pro", new(new(90, "EUR"), PeriodUnit.Month), At("02-01"), At("02-01")),
        }.ToLookup(price => price.Plan);

        Describe(Active(new SubscriptionItem("pro", 2, At("01-01"), null)), prices).ShouldBe("01-01 new +2; 02-01 new +1.8 currency; 02-01 churn -2 currency");
    }

    [Theory]
    [InlineData(null, null, null, "01-01 new +100")]
    [InlineData(null, null, "02-15", "01-01 new +100; 02-20 expansion +50")]
    [InlineData("03-01", null, null, "01-01 new +100; 03-01 expansion +50")]
    [InlineData("02-15", "03-01", null, "01-01 new +100; 02-15 expansion +50; 03-01 contraction -50")]
    public void Existing_subscribers_keep_their_price_until_the_new_one_applies(string? holders, string? until, string? taken, string moved)
    {
        var prices = new EffectivePrice[]
        {
            new("pro", new(new(10000, "USD"), PeriodUnit.Month), DateTimeOffset.MinValue, null),
            new("pro", new(new(15000, "USD"), PeriodUnit.Month), At("02-10"), holders is null ? null : At(holders), until is null ? null : At(until)),
        }.ToLookup(price => price.Plan);
        SubscriptionItem[] items = taken is null
            ? [new("pro", 1, At("01-01"), null)]
            : [new("pro", 1, At("01-01"), At("02-20")), new("pro", 1, At("02-20"), null, At(taken))];

        Describe(Active(items), prices).ShouldBe(moved);
    }

    [Fact]
    public void Corrections_of_a_closed_month_are_booked_in_the_first_open_month()
    {
        var movements = Mrr.Movements(Active(new("p100", 1, At("01-10"), At("02-10")), new("p150", 1, At("02-10"), null)), Prices);

        var unknown = Mrr.UnbookedMovements(movements, At("02-01"), new Dictionary<(string, string), BookedMrr>());
        var known = Mrr.UnbookedMovements(movements, At("02-01"), new Dictionary<(string, string), BookedMrr> { [("USD", "p100")] = new(10000, 10000) });
        var wrong = Mrr.UnbookedMovements(movements, At("02-01"), new Dictionary<(string, string), BookedMrr> { [("USD", "p80")] = new(8000, 8000) });

        Describe(unknown).ShouldBe("02-01 adjustment +100 new; 02-10 expansion +50");
        Describe(known).ShouldBe("02-10 expansion +50");
        Describe(wrong).ShouldBe("02-01 adjustment +20 expansion; 02-10 expansion +50");
    }

    private static SubscriptionHistory Active(params SubscriptionItem[] items) => new(items, [new(CustomerStage.Active, At("01-01"), null)]);

    private static DateTimeOffset At(string day) => DateTimeOffset.Parse($"2026-{day}T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture);

    private static string Describe(SubscriptionHistory holding, ILookup<string, EffectivePrice>? prices = null) =>
        Describe(Mrr.Movements(holding, prices ?? Prices));

    private static string Describe(IEnumerable<Movement> movements) =>
        string.Join(
            "; ",
            movements.Select(movement =>
                string.Create(
                        System.Globalization.CultureInfo.InvariantCulture,
                        $"{movement.At:MM-dd} {movement.Kind.ToString().ToLowerInvariant()} {movement.Delta / 100m:+0.##;-0.##} {movement.Reason}"
                    )
                    .TrimEnd()
            )
        );
}
