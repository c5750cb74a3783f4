using FsCheck;
using FsCheck.Fluent;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Tests.Pure.Amounts;

/// <summary>Properties of every history of plans, trials, endings and prices.</summary>
public sealed class MrrPropertyTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Movements_add_up_to_the_MRR_of_every_plan_at_any_time() =>
        ForAll(history =>
        {
            var movements = Mrr.Movements(history.Holding, history.Prices);
            return history.Moments.All(at => history.Prices.Select(plan => plan.Key).All(plan => Booked(movements, plan, at) == Paid(history, plan, at)));
        });

    [Fact]
    public void Ending_MRR_is_starting_MRR_plus_all_movements() =>
        ForAll(history =>
        {
            var movements = Mrr.Movements(history.Holding, history.Prices);
            var (from, to) = (history.Moments.Min(), history.Moments.Max());
            decimal Of(params MovementKind[] kinds) =>
                movements.Where(movement => movement.At > from && movement.At <= to && kinds.Contains(movement.Kind)).Sum(movement => movement.Delta);
            var (up, down) = (Of(MovementKind.New, MovementKind.Expansion, MovementKind.Reactivation), Of(MovementKind.Contraction, MovementKind.Churn));
            return Booked(movements, null, to) == Booked(movements, null, from) + up + down && up >= 0 && down <= 0 && Of(MovementKind.Switch) == 0;
        });

    [Fact]
    public void Case_28_movements_of_adjacent_ranges_add_up_to_the_whole_range() =>
        ForAll(history =>
        {
            var movements = Mrr.Movements(history.Holding, history.Prices);
            var (from, between, to) = (history.Moments.Min(), history.Moments[0], history.Moments.Max());
            decimal In(DateTimeOffset least, DateTimeOffset most) =>
                movements.Where(movement => movement.At >= least && movement.At < most).Sum(movement => movement.Delta);
            return In(from, between) + In(between, to) == In(from, to);
        });

    [Fact]
    public void Case_26_the_order_of_facts_does_not_matter() =>
        ForAll(history =>
        {
            var turned = new SubscriptionHistory([.. history.Holding.Items.Reverse()], [.. history.Holding.Stages.Reverse()]);
            return Mrr.Movements(turned, history.Prices).Select(Describe).SequenceEqual(Mrr.Movements(history.Holding, history.Prices).Select(Describe));
        });

    [Fact]
    public void A_customer_is_new_once_then_churn_and_reactivation_alternate() =>
        ForAll(history =>
        {
            var kinds = Mrr.Movements(history.Holding, history.Prices).Select(movement => movement.Kind).ToList();
            var turns = kinds.Where(kind => kind is MovementKind.New or MovementKind.Churn or MovementKind.Reactivation).ToList();
            return turns.Select((kind, place) => place == 0 ? kind is MovementKind.New : place % 2 == 1 == kind is MovementKind.Churn).All(holds => holds);
        });

    [Fact]
    public void Closing_a_month_does_not_change_the_final_sums() =>
        ForAll(history =>
        {
            var movements = Mrr.Movements(history.Holding, history.Prices);
            var closed = history.Moments[0];
            // Only the earlier half of the history is booked.
            var known = Mrr.Movements(new([.. history.Holding.Items.Take(history.Holding.Items.Count / 2)], history.Holding.Stages), history.Prices)
                .Where(movement => movement.At < closed)
                .ToList();

            var open = Mrr.UnbookedMovements(movements, closed, Sums(known));

            return open.All(movement => movement.At >= closed)
                && history
                    .Moments.Where(at => at >= closed)
                    .All(at => history.Prices.All(plan => Booked([.. known, .. open], plan.Key, at) == Booked(movements, plan.Key, at)));
        });

    [Fact]
    public void Restating_a_month_changes_exactly_what_was_shown_and_keeps_the_sums() =>
        ForAll(history =>
        {
            var plans = history.Prices.Select(plan => plan.Key).ToList();
            var movements = Mrr.Movements(history.Holding, history.Prices);
            DateTimeOffset[] ends = [.. new[] { 1, 2, 3, 4 }.Select(Start.AddMonths)];
            // More of the history becomes known before each month is closed.
            IReadOnlyList<Movement> booked = [];
            foreach (var (end, place) in ends.Select((end, place) => (end, place)))
            {
                var known = Mrr.Movements(
                    new([.. history.Holding.Items.Take(history.Holding.Items.Count * place / 4)], history.Holding.Stages),
                    history.Prices
                );
                var open = place == 0 ? (DateTimeOffset?)null : ends[place - 1];
                booked = [.. booked, .. Mrr.UnbookedMovements(known, open, Sums(booked)).Where(movement => movement.At < end)];
            }
            var closed = ends[^1];
            var differences = MonthlyMrr.Differences(Months(movements, closed), Months(booked, closed));
            var restated = ends[history.Moments[0].Day % 4].AddMonths(-1);
            var shown = MonthlyMrr.Restated(differences, DateOnly.FromDateTime(restated.UtcDateTime));
            var kept = booked.Where(movement => movement.At < restated).ToList();

            IReadOnlyList<Movement> after = [.. kept, .. Mrr.UnbookedMovements(movements, restated, Sums(kept))];

            var changed = MonthlyMrr.Differences(Months(after, closed), Months(booked, closed));
            return changed.ToHashSet().SetEquals(shown)
                && Mrr.UnbookedMovements(movements, closed, Sums(after.Where(movement => movement.At < closed)))
                    .All(movement => movement.Kind is not MovementKind.Adjustment)
                && history.Moments.Where(at => at >= restated).All(at => plans.TrueForAll(plan => Booked(after, plan, at) == Paid(history, plan, at)));
        });

    private static Dictionary<(string, string), BookedMrr> Sums(IEnumerable<Movement> booked) =>
        booked
            .SelectMany(movement => movement.Parts)
            .GroupBy(part => part.Plan, StringComparer.Ordinal)
            .ToDictionary(parts => ("USD", parts.Key), parts => new BookedMrr(parts.Sum(part => part.Delta), parts.Sum(part => part.Delta)));

    private static IEnumerable<MonthlyMrr> Months(IEnumerable<Movement> movements, DateTimeOffset closed) =>
        movements
            .Where(movement => movement.At < closed)
            .SelectMany(movement =>
                movement.Parts.Select(part => new MonthlyMrr(new(movement.At.Year, movement.At.Month, 1), movement.Kind, part.Plan, part.Delta))
            );

    private static string Describe(Movement movement) => $"{movement.At:O} {movement.Kind} {movement.Reason} {string.Join(' ', movement.Parts)}";

    private static decimal Booked(IEnumerable<Movement> movements, string? plan, DateTimeOffset at) =>
        movements
            .Where(movement => movement.At <= at)
            .SelectMany(movement => movement.Parts)
            .Where(part => plan is null || part.Plan == plan)
            .Sum(part => part.Delta);

    /// <summary>Computed independently: an active customer pays the price of its plans.</summary>
    private static long Paid(History history, string plan, DateTimeOffset at)
    {
        bool Covers(DateTimeOffset from, DateTimeOffset? to) => from <= at && (to is null || to > at);
        if (!history.Holding.Stages.Any(stage => stage.Stage is CustomerStage.Active && Covers(stage.From, stage.To)))
            return 0;
        var (first, second) = (history.Prices[plan].First(), history.Prices[plan].Last());
        return history
            .Holding.Items.Where(item => item.Plan == plan && Covers(item.From, item.To))
            .Sum(item =>
                item.Quantity
                * (
                    at >= second.Until || at < second.From || (item.From < second.From && !(at >= second.HoldersFrom))
                        ? first.Price.Price.Amount
                        : second.Price.Price.Amount
                )
            );
    }

    private static void ForAll(Func<History, bool> holds) => Prop.ForAll(Histories.ToArbitrary(), holds).QuickCheckThrowOnFailure();

    // Times are whole hours, so that no two changes are netted; separate examples cover netting.
    private static readonly Gen<DateTimeOffset> Moment = Gen.Choose(0, 24 * 200).Select(hours => Start.AddHours(hours));

    private static readonly Gen<SubscriptionItem[]> Items =
        from plans in Gen.Elements("a", "b", "c").ArrayOf()
        from cuts in Gen.Choose(1, 24 * 50).ArrayOf(2 * plans.Length)
        from quantities in Gen.Choose(0, 4).ArrayOf(plans.Length)
        select plans
            .Select((plan, place) => (Plan: plan, Quantity: quantities[place], Gap: cuts[2 * place], Length: cuts[(2 * place) + 1]))
            .GroupBy(item => item.Plan)
            .SelectMany(items =>
            {
                var at = Start;
                return items.Select(item =>
                {
                    var begun = at.AddHours(item.Gap);
                    at = begun.AddHours(item.Length);
                    return new SubscriptionItem(item.Plan, item.Quantity, begun, at);
                });
            })
            .ToArray();

    private static readonly Gen<StageInterval[]> Stages =
        from stages in Gen.Elements(CustomerStage.Trial, CustomerStage.Active, CustomerStage.Active, CustomerStage.Over).NonEmptyListOf()
        from lengths in Gen.Choose(1, 24 * 60).ArrayOf(stages.Count)
        select stages
            .Select((stage, place) => new StageInterval(stage, Start.AddHours(lengths.Take(place).Sum()), Start.AddHours(lengths.Take(place + 1).Sum())))
            .ToArray();

    private static readonly Gen<EffectivePrice[]> Prices =
        from amounts in Gen.Choose(0, 3).Select(amount => amount * 1000L).ArrayOf(6)
        from cuts in Gen.Choose(1, 24 * 200).ArrayOf(3)
        from holders in Gen.Choose(-50, 24 * 50).ArrayOf(3)
        from ends in Gen.Choose(-24 * 50, 24 * 50).ArrayOf(3)
        select new[] { "a", "b", "c" }
            .SelectMany(
                (plan, place) =>
                    new EffectivePrice[]
                    {
                        new(plan, new(new(amounts[2 * place], "USD"), PeriodUnit.Month), DateTimeOffset.MinValue, null),
                        new(
                            plan,
                            new(new(amounts[(2 * place) + 1], "USD"), PeriodUnit.Month),
                            Start.AddHours(cuts[place]),
                            holders[place] < 0 ? null : Start.AddHours(cuts[place] + holders[place]),
                            ends[place] < 0 ? null : Start.AddHours(cuts[place] + ends[place])
                        ),
                    }
            )
            .ToArray();

    private static readonly Gen<History> Histories =
        from items in Items
        from stages in Stages
        from prices in Prices
        from moments in Moment.ArrayOf(5)
        select new History(new(items, stages), prices.ToLookup(price => price.Plan), moments);

    private sealed record History(SubscriptionHistory Holding, ILookup<string, EffectivePrice> Prices, DateTimeOffset[] Moments);
}
