using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Tests.Pure.Amounts;

/// <summary>The worked cases of the policy mrr/v1 that need neither a bank nor a tax: 7, 9 to 14, 19, 26 to 28 and 30; what holds always stands in MrrPropertyTests.</summary>
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
    public void Case_7_a_trial_that_converts_is_new_when_it_does()
    {
        var holding = new SubscriptionHistory(
            [new("p50", 1, At("01-01"), null)],
            [new(CustomerStage.Trial, At("01-01"), At("01-15")), new(CustomerStage.Active, At("01-15"), null)]
        );

        Said(holding).ShouldBe("01-15 new +50 trial");
    }

    [Fact]
    public void Case_7_a_trial_that_is_cancelled_is_nothing_ever()
    {
        var holding = new SubscriptionHistory(
            [new("p50", 1, At("01-01"), null)],
            [new(CustomerStage.Trial, At("01-01"), At("01-15")), new(CustomerStage.Over, At("01-15"), null)]
        );

        Said(holding).ShouldBe("");
    }

    [Fact]
    public void Case_9_one_of_two_that_ends_is_a_contraction_and_the_last_one_a_churn()
    {
        Said(Active(new("p100", 1, At("01-01"), At("03-01")), new("p40", 1, At("01-01"), At("02-01"))))
            .ShouldBe("01-01 new +140; 02-01 contraction -40; 03-01 churn -100 ended");
        Said(Active(new("p100", 1, At("01-01"), At("02-01")), new("p40", 1, At("01-01"), At("03-01"))))
            .ShouldBe("01-01 new +140; 02-01 contraction -100; 03-01 churn -40 ended");
    }

    [Fact]
    public void Case_10_up_and_down_again_are_two_movements()
    {
        var holding = Active(new("p100", 1, At("01-01"), At("02-05")), new("p150", 1, At("02-05"), At("02-20")), new("p120", 1, At("02-20"), null));

        Said(holding).ShouldBe("01-01 new +100; 02-05 expansion +50; 02-20 contraction -30");
    }

    [Fact]
    public void Case_11_new_and_cancelled_in_one_month_are_both_seen() =>
        Said(Active(new SubscriptionItem("p60", 1, At("01-03"), At("01-12")))).ShouldBe("01-03 new +60; 01-12 churn -60 ended");

    [Fact]
    public void Case_12_who_comes_back_is_reactivated_with_all_that_it_pays() =>
        Said(Active(new("p100", 1, At("01-01"), At("01-20")), new("p80", 1, At("03-01"), null)))
            .ShouldBe("01-01 new +100; 01-20 churn -100 ended; 03-01 reactivation +80");

    [Fact]
    public void Case_13_a_plan_that_follows_another_within_a_minute_is_one_movement()
    {
        var (ten, later) = (At("02-01").AddHours(10), At("02-01").AddHours(10).AddSeconds(20));

        Said(Active(new("p100", 1, At("01-01"), ten), new("p80", 1, later, null))).ShouldBe("01-01 new +100; 02-01 contraction -20");
        Said(Active(new("p100", 1, At("01-01"), ten), new("p80", 1, ten.AddMinutes(61), null)))
            .ShouldBe("01-01 new +100; 02-01 churn -100 ended; 02-01 reactivation +80");
    }

    [Fact]
    public void Case_14_another_period_of_payment_is_the_difference_of_the_months() =>
        Said(Active(new("p50", 1, At("01-01"), At("02-01")), new("year500", 1, At("02-01"), null))).ShouldBe("01-01 new +50; 02-01 contraction -8.33");

    [Fact]
    public void Case_19_to_a_free_plan_is_churn_and_from_it_for_the_first_time_is_new()
    {
        Said(Active(new("p100", 1, At("01-01"), At("02-01")), new("free", 1, At("02-01"), null))).ShouldBe("01-01 new +100; 02-01 churn -100 to_free");
        Said(Active(new("free", 1, At("01-01"), At("02-01")), new("p100", 1, At("02-01"), null))).ShouldBe("02-01 new +100");
    }

    [Fact]
    public void Case_27_who_is_anonymised_after_it_left_moves_nothing()
    {
        SubscriptionItem[] items = [new("p100", 1, At("01-01"), null)];
        StageInterval[] gone = [new(CustomerStage.Active, At("01-01"), At("02-01")), new(CustomerStage.Over, At("02-01"), null)];
        StageInterval[] forgotten = [gone[0], new(CustomerStage.Over, At("02-01"), At("03-01")), new(CustomerStage.Over, At("03-01"), null)];

        Said(new SubscriptionHistory(items, gone)).ShouldBe("01-01 new +100; 02-01 churn -100 cancelled");
        Said(new SubscriptionHistory(items, forgotten)).ShouldBe(Said(new SubscriptionHistory(items, gone)));
    }

    [Fact]
    public void Case_30_none_of_a_plan_is_churn_to_zero_and_some_of_it_a_reactivation() =>
        Said(Active(new("p100", 1, At("01-01"), At("02-01")), new("p100", 0, At("02-01"), At("03-01")), new("p100", 3, At("03-01"), null)))
            .ShouldBe("01-01 new +100; 02-01 churn -100 to_zero; 03-01 reactivation +300");

    [Fact]
    public void A_change_of_the_plan_alone_is_told_plan_by_plan_and_is_nothing_in_all()
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
    public void Another_price_moves_whoever_holds_the_plan_and_currencies_stay_apart()
    {
        var prices = new EffectivePrice[]
        {
            new("pro", new(new(100, "USD"), PeriodUnit.Month), DateTimeOffset.MinValue, null),
            new("pro", new(new(90, "EUR"), PeriodUnit.Month), At("02-01"), At("02-01")),
        }.ToLookup(price => price.Plan);

        Said(Active(new SubscriptionItem("pro", 2, At("01-01"), null)), prices).ShouldBe("01-01 new +2; 02-01 new +1.8 currency; 02-01 churn -2 currency");
    }

    [Theory]
    [InlineData(null, null, null, "01-01 new +100")]
    [InlineData(null, null, "02-15", "01-01 new +100; 02-20 expansion +50")]
    [InlineData("03-01", null, null, "01-01 new +100; 03-01 expansion +50")]
    [InlineData("02-15", "03-01", null, "01-01 new +100; 02-15 expansion +50; 03-01 contraction -50")]
    public void Whoever_held_the_plan_keeps_its_price_until_another_is_for_them(string? holders, string? until, string? taken, string moved)
    {
        var prices = new EffectivePrice[]
        {
            new("pro", new(new(10000, "USD"), PeriodUnit.Month), DateTimeOffset.MinValue, null),
            new("pro", new(new(15000, "USD"), PeriodUnit.Month), At("02-10"), holders is null ? null : At(holders), until is null ? null : At(until)),
        }.ToLookup(price => price.Plan);
        SubscriptionItem[] items = taken is null
            ? [new("pro", 1, At("01-01"), null)]
            : [new("pro", 1, At("01-01"), At("02-20")), new("pro", 1, At("02-20"), null, At(taken))];

        Said(Active(items), prices).ShouldBe(moved);
    }

    [Fact]
    public void What_becomes_known_of_a_closed_month_is_made_up_for_in_the_first_open_one()
    {
        var movements = Mrr.Movements(Active(new("p100", 1, At("01-10"), At("02-10")), new("p150", 1, At("02-10"), null)), Prices);

        var unknown = Mrr.UnbookedMovements(movements, At("02-01"), new Dictionary<(string, string), decimal>());
        var known = Mrr.UnbookedMovements(movements, At("02-01"), new Dictionary<(string, string), decimal> { [("USD", "p100")] = 10000 });
        var wrong = Mrr.UnbookedMovements(movements, At("02-01"), new Dictionary<(string, string), decimal> { [("USD", "p80")] = 8000 });

        Said(unknown).ShouldBe("02-01 adjustment +100 new; 02-10 expansion +50");
        Said(known).ShouldBe("02-10 expansion +50");
        Said(wrong).ShouldBe("02-01 adjustment +20 expansion; 02-10 expansion +50");
    }

    private static SubscriptionHistory Active(params SubscriptionItem[] items) => new(items, [new(CustomerStage.Active, At("01-01"), null)]);

    private static DateTimeOffset At(string day) => DateTimeOffset.Parse($"2026-{day}T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture);

    private static string Said(SubscriptionHistory holding, ILookup<string, EffectivePrice>? prices = null) => Said(Mrr.Movements(holding, prices ?? Prices));

    private static string Said(IEnumerable<Movement> movements) =>
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
