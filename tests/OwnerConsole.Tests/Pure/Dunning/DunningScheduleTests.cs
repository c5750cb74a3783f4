using OwnerConsole.Pure.Dunning;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Tests.Pure.Dunning;

public sealed class DunningScheduleTests
{
    [Theory]
    [InlineData("2026-11-02T10:30:00Z", "UTC", 0, DunningAction.Email, "2026-11-02T10:30:00Z")]
    [InlineData("2026-11-02T10:30:00Z", "UTC", 14, DunningAction.ReadOnly, "2026-11-16T10:30:00Z")]
    [InlineData("2026-11-02T20:00:00Z", "UTC", 3, DunningAction.Email, "2026-11-06T08:00:00Z")] // quiet from 20:00
    [InlineData("2026-11-02T19:59:59Z", "UTC", 3, DunningAction.Email, "2026-11-05T19:59:59Z")]
    [InlineData("2026-11-02T07:59:59Z", "UTC", 0, DunningAction.Email, "2026-11-02T08:00:00Z")]
    [InlineData("2026-11-02T08:00:00Z", "UTC", 0, DunningAction.Email, "2026-11-02T08:00:00Z")]
    [InlineData("2026-11-02T23:30:00Z", "UTC", 21, DunningAction.Suspend, "2026-11-23T23:30:00Z")] // only emails wait
    [InlineData("2026-11-02T23:30:00Z", "America/New_York", 3, DunningAction.Email, "2026-11-05T23:30:00Z")] // 18:30 there
    [InlineData("2026-11-02T02:00:00Z", "Asia/Tokyo", 3, DunningAction.Email, "2026-11-05T02:00:00Z")] // 11:00 there
    [InlineData("2026-11-02T12:00:00Z", "Asia/Tokyo", 0, DunningAction.Email, "2026-11-02T23:00:00Z")] // 21:00 there, sent at 8:00 of the next day
    [InlineData("2026-10-24T10:00:00Z", "Europe/Berlin", 3, DunningAction.Email, "2026-10-27T11:00:00Z")] // 12:00 before and after the clock goes back
    [InlineData("2026-03-27T09:00:00Z", "Europe/Berlin", 3, DunningAction.Email, "2026-03-30T08:00:00Z")] // 10:00 before and after it goes forward
    [InlineData("2026-03-26T01:30:00Z", "Europe/Berlin", 3, DunningAction.Suspend, "2026-03-29T01:30:00Z")] // 2:30 doesn't exist on that day
    [InlineData("2026-10-24T19:00:00Z", "Europe/Berlin", 0, DunningAction.Email, "2026-10-25T07:00:00Z")] // a night of 25 hours
    public void A_step_has_the_local_time_of_the_start_and_emails_wait_for_the_morning(string start, string zone, int day, DunningAction action, string at) =>
        DunningSchedule.Plan([new(day, action)], At(start), Zone.Find(zone)!, []).ShouldHaveSingleItem().At.ShouldBe(At(at));

    [Theory]
    [InlineData("2026-11-04T00:00:00Z/2026-11-06T00:00:00Z", "2026-11-07T12:00:00Z", "2026-11-18T12:00:00Z")] // before the step
    [InlineData("2026-11-01T00:00:00Z/2026-11-03T12:00:00Z", "2026-11-06T12:00:00Z", "2026-11-17T12:00:00Z")] // counts from the start on
    [InlineData("2026-10-01T00:00:00Z/2026-10-03T00:00:00Z", "2026-11-05T12:00:00Z", "2026-11-16T12:00:00Z")] // ended before the start
    [InlineData("2026-11-06T00:00:00Z/2026-11-07T00:00:00Z", "2026-11-05T12:00:00Z", "2026-11-17T12:00:00Z")] // after the first step
    [InlineData("2026-11-03T00:00:00Z/2026-11-05T00:00:00Z 2026-11-04T00:00:00Z/2026-11-06T00:00:00Z", "2026-11-08T12:00:00Z", "2026-11-19T12:00:00Z")] // overlapping
    [InlineData("2026-11-06T00:00:00Z/", "2026-11-05T12:00:00Z", null)] // no end
    [InlineData("2026-11-03T00:00:00Z/", null, null)]
    public void Time_on_hold_does_not_count(string holds, string? email, string? readOnly)
    {
        var given = holds.Split(' ').Select(hold => hold.Split('/')).Select(hold => new DunningHold(At(hold[0]), hold[1].Length > 0 ? At(hold[1]) : null));

        var plan = DunningSchedule.Plan([new(14, DunningAction.ReadOnly), new(3, DunningAction.Email)], At("2026-11-02T12:00:00Z"), Zone.Utc, given);

        plan.Select(step => step.At).ShouldBe([Maybe(email), Maybe(readOnly)]);
    }

    [Fact]
    public void An_email_that_waits_for_the_morning_waits_for_a_hold_that_starts_in_that_night()
    {
        var hold = new DunningHold(At("2026-11-03T02:00:00Z"), At("2026-11-03T22:00:00Z"));

        var plan = DunningSchedule.Plan([new(0, DunningAction.Email)], At("2026-11-02T21:00:00Z"), Zone.Utc, [hold]);

        plan.ShouldHaveSingleItem().At.ShouldBe(At("2026-11-04T08:00:00Z"));
    }

    [Fact]
    public void No_email_is_ever_planned_in_quiet_hours_or_in_a_hold_and_steps_keep_their_order()
    {
        var random = new Random(7);
        string[] zones = ["UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo"];
        foreach (var _ in Enumerable.Range(0, 2_000))
        {
            var start = At("2026-01-01T00:00:00Z").AddMinutes(random.Next(700_000));
            var zone = Zone.Find(zones[random.Next(zones.Length)])!;
            DunningHold[] holds =
            [
                .. Enumerable
                    .Range(0, random.Next(4))
                    .Select(_ => start.AddHours(random.Next(-200, 1_200)))
                    .Select(from => new DunningHold(from, from.AddHours(random.Next(1, 300)))),
            ];

            var plan = DunningSchedule.Plan(DunningSchedule.DefaultSteps, start, zone, holds);

            foreach (var email in plan.Where(step => step.Step.Action is DunningAction.Email))
            {
                zone.ToLocal(email.At!.Value).Hour.ShouldBeInRange(DunningSchedule.QuietUntil, DunningSchedule.QuietFrom - 1);
                holds.ShouldAllBe(hold => email.At < hold.From || email.At >= hold.Until);
            }
            plan.Select(step => step.At).ShouldBeInOrder();
            plan.ShouldAllBe(step => step.At >= start);
        }
    }

    [Fact]
    public void A_simulation_counts_the_steps_until_each_payment()
    {
        IReadOnlyList<DunningStep> steps = [new(0, DunningAction.Email), new(3, DunningAction.Email), new(21, DunningAction.Suspend)];
        PastFailure Failure(string? paid, long amount) => new(At("2026-03-02T12:00:00Z"), Maybe(paid), new(amount, "EUR"), Zone.Utc);

        var rows = SimulatedStep.Simulate(
            steps,
            [
                Failure("2026-03-02T12:30:00Z", 100),
                Failure("2026-03-04T12:00:00Z", 200),
                Failure("2026-03-20T12:00:00Z", 400),
                Failure(null, 800),
                Failure("2026-04-20T12:00:00Z", 1_600),
            ],
            At("2026-04-30T12:00:00Z")
        );

        rows.Select(row => (row.Step?.Day, row.Reached, row.Recovered, row.RecoveredAmounts.Sum(amount => amount.Amount)))
            .ShouldBe([(0, 5, 0, 0), (3, 3, 2, 300), (21, 2, 1, 400), (null, 0, 1, 1_600)]);
    }

    [Theory]
    [InlineData("insufficient_funds", DeclineClass.RetryLater)]
    [InlineData("authentication_required", DeclineClass.NeedsCustomer)]
    [InlineData("stolen_card", DeclineClass.Never)]
    [InlineData("a_code_of_next_year", DeclineClass.RetryLater)]
    [InlineData(null, DeclineClass.NeedsCustomer)]
    public void Declines_are_classified(string? code, DeclineClass expected) => Decline.Of(code).Class.ShouldBe(expected);

    [Fact]
    public void The_reason_never_says_that_a_card_is_suspicious() =>
        Decline
            .Known.Where(decline => decline.Code is "stolen_card" or "lost_card" or "pickup_card" or "fraudulent" or "merchant_blacklist")
            .Select(decline => decline.Text)
            .Distinct()
            .ShouldBe([Decline.Of("generic_decline").Text]);

    private static DateTimeOffset? Maybe(string? text) => text is null ? null : At(text);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
