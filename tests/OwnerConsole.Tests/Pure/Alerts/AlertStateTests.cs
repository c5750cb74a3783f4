using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Tests.Pure.Alerts;

public sealed class AlertStateTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly AlertTiming s_atOnce = new(TimeSpan.Zero, TimeSpan.Zero);
    private static readonly AlertTiming s_slow = new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));

    [Fact]
    public void Without_delays_it_fires_and_is_resolved_at_once()
    {
        var fired = AlertState.Initial.After(true, At(0), s_atOnce);
        var resolved = fired.After(false, At(1), s_atOnce);

        fired.ShouldBe(new(AlertPhase.Firing, At(0), At(0), null, null));
        resolved.ShouldBe(new(AlertPhase.Resolved, At(0), At(0), At(1), At(1)));
    }

    [Fact]
    public void It_is_pending_until_the_condition_was_met_for_exactly_as_long_as_the_rule_says()
    {
        var first = AlertState.Initial.After(true, At(0), s_slow);
        var almost = first.After(true, At(4.99), s_slow);
        var fired = almost.After(true, At(5), s_slow);

        (first.Phase, almost.Phase).ShouldBe((AlertPhase.Pending, AlertPhase.Pending));
        fired.ShouldBe(new(AlertPhase.Firing, At(0), At(5), null, null));
    }

    [Fact]
    public void A_condition_that_ends_while_pending_starts_from_zero_the_next_time()
    {
        var ended = AlertState.Initial.After(true, At(0), s_slow).After(false, At(4), s_slow);
        var again = ended.After(true, At(5), s_slow);

        ended.ShouldBe(AlertState.Initial);
        again.After(true, At(9), s_slow).Phase.ShouldBe(AlertPhase.Pending);
        again.After(true, At(10), s_slow).FiredAt.ShouldBe(At(10));
    }

    [Fact]
    public void It_keeps_firing_for_a_while_counted_from_the_first_evaluation_without_the_condition()
    {
        var firing = AlertState.Initial.After(true, At(0), s_slow).After(true, At(5), s_slow);

        var kept = firing.After(false, At(6), s_slow).After(false, At(15.99), s_slow);
        var resolved = kept.After(false, At(16), s_slow);

        (kept.Phase, kept.EndedAt).ShouldBe((AlertPhase.Firing, At(6)));
        (resolved.Phase, resolved.ResolvedAt).ShouldBe((AlertPhase.Resolved, At(16)));
    }

    [Fact]
    public void A_flapping_condition_doesnt_resolve_it()
    {
        var firing = AlertState.Initial.After(true, At(0), s_slow).After(true, At(5), s_slow);

        var flapped = firing.After(false, At(6), s_slow).After(true, At(15), s_slow).After(false, At(16), s_slow).After(false, At(25), s_slow);

        (flapped.Phase, flapped.EndedAt, flapped.FiredAt).ShouldBe((AlertPhase.Firing, At(16), At(5)));
    }

    [Fact]
    public void A_resolved_alert_waits_again_before_it_fires_again()
    {
        var resolved = new AlertState(AlertPhase.Resolved, At(0), At(5), At(6), At(16));

        resolved.After(false, At(20), s_slow).ShouldBe(resolved);
        resolved.After(true, At(20), s_slow).ShouldBe(new(AlertPhase.Pending, At(20), null, null, null));
    }

    private static DateTimeOffset At(double minutes) => s_start.AddMinutes(minutes);
}
