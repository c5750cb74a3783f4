using FsCheck;
using FsCheck.Fluent;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Tests.Pure.Amounts;

/// <summary>Movements of customers whose subscriptions are known. MrrTests covers the rules that don't depend on where the amounts come from.</summary>
public sealed class SubscriptionMovementTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Case_7_a_trial_counts_when_it_converts_and_never_if_it_is_cancelled()
    {
        Describe(Zero("a", 0, "trial"), Paid("a", 14, 50)).ShouldBe("14 new +50 trial");
        Describe(Zero("a", 0, "trial"), Zero("a", 14, "cancelled")).ShouldBe("");
    }

    [Fact]
    public void Case_8_an_unpaid_subscription_is_involuntary_churn_and_its_payment_a_reactivation() =>
        Describe(Paid("a", 0, 50), Zero("a", 20, "involuntary"), Paid("a", 30, 50)).ShouldBe("0 new +50; 20 churn -50 involuntary; 30 reactivation +50");

    [Fact]
    public void Case_9_the_last_subscription_that_ends_is_churn_and_the_others_are_contraction() =>
        Describe(Paid("a", 0, 100), Paid("b", 0, 40), Zero("b", 10, "cancelled"), Zero("a", 20, "cancelled"))
            .ShouldBe("0 new +140; 10 contraction -40; 20 churn -100 cancelled");

    [Fact]
    public void Case_13_a_subscription_replaced_within_a_minute_is_one_movement()
    {
        Describe(Paid("a", 0, 100), Zero("a", 10, "cancelled"), Paid("b", 10, 80, seconds: 20)).ShouldBe("0 new +100; 10 contraction -20");
        Describe(Paid("a", 0, 100), Zero("a", 10, "cancelled"), Paid("b", 10, 80, seconds: 3660))
            .ShouldBe("0 new +100; 10 churn -100 cancelled; 10 reactivation +80");
    }

    [Fact]
    public void Case_15_a_scheduled_cancellation_that_is_withdrawn_causes_no_movement() => Describe(Paid("a", 0, 50), Paid("a", 20, 50)).ShouldBe("0 new +50");

    [Fact]
    public void Cases_19_and_30_free_and_zero_are_churn_with_their_reasons() =>
        Describe(Paid("a", 0, 100), Zero("a", 10, "to_free"), Paid("a", 20, 100), Zero("a", 30, "to_zero"), Paid("a", 40, 300))
            .ShouldBe("0 new +100; 10 churn -100 to_free; 20 reactivation +100; 30 churn -100 to_zero; 40 reactivation +300");

    [Fact]
    public void Case_29_a_change_of_currency_is_named_as_such() =>
        Describe(Paid("a", 0, 100), Zero("a", 10, "cancelled"), Paid("b", 10, 90, currency: "EUR"))
            .ShouldBe("0 new +100; 10 new +90 currency; 10 churn -100 currency");

    [Fact]
    public void An_ended_subscription_gives_its_own_reason_although_another_currency_is_still_paid() =>
        Describe(Paid("a", 0, 100), Paid("b", 0, 90, currency: "EUR"), Zero("a", 10, "paused"), Paid("b", 10, 95, seconds: 20, currency: "EUR"))
            .ShouldBe("0 new +90; 0 new +100; 10 churn -100 paused; 10 expansion +5");

    [Fact]
    public void Movements_of_every_local_month_add_up_to_the_MRR_at_its_end_in_six_time_zones()
    {
        // Whole hours, so that no two changes are combined.
        var change =
            from subscription in Gen.Elements("a", "b", "c")
            from hour in Gen.Choose(0, 24 * 400)
            from amount in Gen.Choose(0, 3)
            select amount == 0
                ? Zero(subscription, 0, "cancelled") with
                {
                    At = s_start.AddHours(hour),
                }
                : Paid(subscription, 0, amount) with
                {
                    At = s_start.AddHours(hour),
                };
        var histories = change.ArrayOf().Select(changes => changes.DistinctBy(one => (one.Subscription, one.At)).ToArray());
        Prop.ForAll(
                histories.ToArbitrary(),
                history =>
                {
                    var movements = Mrr.Movements(history);
                    return Zones.All(zone =>
                        Mrr.Movements([.. history.Reverse()]).Select(Describe).SequenceEqual(movements.Select(Describe))
                        && Months(zone)
                            .All(month =>
                                movements.Where(movement => movement.At < month).Sum(movement => movement.Delta)
                                == history
                                    .Where(one => one.At < month)
                                    .GroupBy(one => one.Subscription)
                                    .Sum(changes => changes.MaxBy(one => one.At)!.Amounts.Values.Sum()) // a group is not empty
                            )
                    );
                }
            )
            .QuickCheckThrowOnFailure();
    }

    private static IEnumerable<TimeZoneInfo> Zones =>
        ((string[])["UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo", "Asia/Kolkata", "Australia/Lord_Howe"]).Select(
            TimeZoneInfo.FindSystemTimeZoneById
        );

    private static IEnumerable<DateTimeOffset> Months(TimeZoneInfo zone) =>
        Enumerable
            .Range(0, 15)
            .Select(month => new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMonths(month))
            .Select(local => new DateTimeOffset(local, zone.GetUtcOffset(local)));

    private static SubscriptionChange Paid(string subscription, int day, decimal amount, int seconds = 0, string currency = "USD") =>
        new(subscription, s_start.AddDays(day).AddSeconds(seconds), currency, new Dictionary<string, decimal> { ["pro"] = amount }, null);

    private static SubscriptionChange Zero(string subscription, int day, string reason) =>
        new(subscription, s_start.AddDays(day), "USD", new Dictionary<string, decimal>(), reason);

    private static string Describe(params SubscriptionChange[] changes) => string.Join("; ", Mrr.Movements(changes).Select(Describe));

    private static string Describe(Movement movement) =>
        string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{(movement.At - s_start).Days} {movement.Kind.ToString().ToLowerInvariant()} {movement.Delta:+0.##;-0.##} {movement.Reason}"
            )
            .TrimEnd();
}
