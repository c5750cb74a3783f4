using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Dunning;

namespace OwnerConsole.Tests.Pure.Dunning;

public sealed class CampaignConditionsTests
{
    /// <summary>A tenant on the plan pro in Germany for 12 months that owes 100.00 USD, which is 90.00 EUR.</summary>
    private static readonly UnpaidFacts s_facts = new(["pro", "seats"], new(100_00, "USD"), new(90_00, "EUR"), "DE", 12);

    private static readonly CampaignConditions s_none = new();

    [Fact]
    public void All_conditions_must_be_met_and_each_limit_is_inclusive()
    {
        s_none.Match(s_facts).ShouldBeTrue();
        new CampaignConditions(["basic", "pro"]).Match(s_facts).ShouldBeTrue();
        new CampaignConditions(["basic"]).Match(s_facts).ShouldBeFalse();
        new CampaignConditions(Countries: ["fr", "de"]).Match(s_facts).ShouldBeTrue();
        new CampaignConditions(Countries: ["FR"]).Match(s_facts).ShouldBeFalse();
        new CampaignConditions(Countries: ["FR"]).Match(s_facts with { Country = null }).ShouldBeFalse();
        new CampaignConditions(TenureFrom: 12, TenureTo: 12).Match(s_facts).ShouldBeTrue();
        new CampaignConditions(TenureFrom: 13).Match(s_facts).ShouldBeFalse();
        new CampaignConditions(TenureTo: 11).Match(s_facts).ShouldBeFalse();
        var both = new CampaignConditions(["pro"], AmountTo: 89.99m);
        both.Match(s_facts).ShouldBeFalse();
        both.Check(s_facts).ShouldBe([new(CampaignCondition.Plan, true), new(CampaignCondition.Amount, false)]);
    }

    [Fact]
    public void Amounts_are_compared_in_the_reporting_currency_or_in_that_of_the_invoice()
    {
        new CampaignConditions(AmountFrom: 90, AmountTo: 90).Match(s_facts).ShouldBeTrue();
        new CampaignConditions(AmountFrom: 90.01m).Match(s_facts).ShouldBeFalse();
        var ofInvoice = new CampaignConditions(AmountFrom: 100, AmountTo: 100, AmountIn: AmountBasis.InvoiceCurrency);
        ofInvoice.Match(s_facts).ShouldBeTrue();
        ofInvoice.Match(s_facts with { Due = new(100, "JPY") }).ShouldBeTrue(); // the yen has no decimals
        ofInvoice.Match(s_facts with { Due = new(100_000, "KWD") }).ShouldBeTrue(); // the dinar has three
        new CampaignConditions(AmountFrom: 0).Match(s_facts with { Converted = null }).ShouldBeFalse("an amount without a rate is unknown");
    }

    [Fact]
    public void Only_future_steps_change_and_access_is_not_restricted_twice_in_the_same_way()
    {
        DunningStep[] before = [new(0, DunningAction.Email), new(5, DunningAction.ReadOnly), new(9, DunningAction.Email), new(20, DunningAction.Suspend)];
        DunningStep[] after =
        [
            new(0, DunningAction.Email),
            new(2, DunningAction.Email),
            new(8, DunningAction.Email),
            new(10, DunningAction.ReadOnly),
            new(12, DunningAction.Suspend),
        ];

        var steps = StepChange.Merge(Plan(before), new HashSet<DunningStep>([before[0]]), Plan(after), Start.AddDays(6));

        steps.ShouldBe([before[0], before[1], after[2], after[4]]);
    }

    [Fact]
    public void All_later_steps_change_while_the_next_one_has_no_time()
    {
        DunningStep[] before = [new(0, DunningAction.Email), new(3, DunningAction.Email)];
        DunningStep[] after = [new(1, DunningAction.Email), new(4, DunningAction.ReadOnly)];

        var steps = StepChange.Merge(
            before.Select(step => new PlannedStep(step, step.Day == 0 ? Start : null)),
            new HashSet<DunningStep>([before[0]]),
            after.Select(step => new PlannedStep(step, null)),
            Start.AddDays(90)
        );

        steps.ShouldBe([before[0], after[0], after[1]]);
    }

    private static DateTimeOffset Start => new(2026, 11, 2, 12, 0, 0, TimeSpan.Zero);

    private static IEnumerable<PlannedStep> Plan(IEnumerable<DunningStep> steps) => steps.Select(step => new PlannedStep(step, Start.AddDays(step.Day)));
}
