using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Tests.Pure.Alerts;

/// <summary>The sequence of notifications, with the rules of Alertmanager's notify.go.</summary>
public sealed class AlertGroupTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The times at which Alertmanager 0.25.0 was measured.</summary>
    private static readonly GroupTiming s_quick = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(7));

    [Fact]
    public void The_first_notification_comes_after_the_wait_with_all_alerts_that_fire_by_then()
    {
        var group = AlertGroup.Empty.Add(At(0), s_quick).Add(At(1), s_quick);

        var early = Check(group, 1.9, ["a", "b"]);
        var due = Check(group, 2, ["a", "b"]);

        (early.Reason, early.Group).ShouldBe((null, group));
        due.Reason.ShouldBe(NotificationReason.NewFiring);
        due.Group.Notified.ShouldBe(["a", "b"]);
        due.Group.CheckAt.ShouldBe(At(5));
    }

    [Fact]
    public void An_alert_that_is_resolved_during_the_wait_sends_nothing_and_ends_the_group()
    {
        var check = Check(AlertGroup.Empty.Add(At(0), s_quick), 2, []);

        check.Reason.ShouldBeNull();
        check.Group.CheckAt.ShouldBeNull();
        Check(check.Group.Add(At(10), s_quick), 11.9, ["a"]).Reason.ShouldBeNull();
        Check(check.Group.Add(At(10), s_quick), 12, ["a"]).Reason.ShouldBe(NotificationReason.NewFiring);
    }

    [Fact]
    public void News_are_sent_at_the_next_check_only()
    {
        var group = Notified("a");

        Check(group, 4.9, ["a", "b"]).Reason.ShouldBeNull();
        Check(group, 5, ["a", "b"]).Reason.ShouldBe(NotificationReason.NewFiring);
    }

    [Fact]
    public void Some_resolved_alerts_and_all_resolved_alerts_are_reported_once()
    {
        var some = Check(Notified("a", "b"), 5, ["b"]);
        var unchanged = Check(some.Group, 8, ["b"]);
        var all = Check(unchanged.Group, 11, []);

        (some.Reason, some.Resolved.Single()).ShouldBe((NotificationReason.NewResolved, "a"));
        unchanged.Reason.ShouldBeNull();
        (all.Reason, all.Resolved.Single()).ShouldBe((NotificationReason.AllResolved, "b"));
        all.Group.CheckAt.ShouldBeNull();
        all.Group.Notified.ShouldBeEmpty();
    }

    [Fact]
    public void One_notification_reports_a_resolved_and_a_new_alert()
    {
        var check = Check(Notified("a"), 5, ["b"]);

        (check.Reason, check.Resolved.Single(), check.Group.Notified.Single()).ShouldBe((NotificationReason.NewFiring, "a", "b"));
    }

    [Fact]
    public void A_repeat_is_rounded_up_to_the_next_check()
    {
        var group = Notified("a");
        var reasons = new List<NotificationReason?>();
        foreach (var second in new[] { 5, 8, 11, 14, 17, 20 })
        {
            var check = Check(group, second, ["a"]);
            reasons.Add(check.Reason);
            group = check.Group;
        }

        // Measured in Alertmanager: 9 seconds after the first one, not 7.
        reasons.ShouldBe([null, null, NotificationReason.Repeat, null, null, NotificationReason.Repeat]);
    }

    [Fact]
    public void A_repeat_interval_that_is_a_multiple_of_the_check_interval_is_exact_although_checks_are_late()
    {
        var timing = GroupTiming.Default;
        var group = AlertGroup.Empty.Add(At(0), timing);
        var times = new List<double>();
        for (var second = 0.0; second < 9 * 3600; second += 7.3)
        {
            var check = group.Check(At(second), ["a"], [], false, timing);
            if (check.Reason is not null)
                times.Add((check.Group.NotifiedAt!.Value - s_start).TotalSeconds);
            group = check.Group;
        }

        times.ShouldBe([30, 30 + 4 * 3600, 30 + 8 * 3600]);
    }

    [Fact]
    public void An_alert_that_came_and_went_between_two_checks_sends_nothing() => Check(Notified("a"), 5, ["a"]).Reason.ShouldBeNull();

    [Fact]
    public void A_silenced_alert_is_not_reported_as_resolved_and_not_repeated()
    {
        var silenced = Check(Notified("a"), 5, [], ["a"]);
        var still = Check(silenced.Group, 20, [], ["a"]);
        var resolved = Check(still.Group, 23, []);

        (silenced.Reason, still.Reason).ShouldBe((null, null));
        still.Group.CheckAt.ShouldNotBeNull();
        (resolved.Reason, resolved.Resolved.Single()).ShouldBe((NotificationReason.AllResolved, "a"));
    }

    [Fact]
    public void An_alert_that_fired_while_it_was_silenced_is_sent_after_the_silence()
    {
        var silenced = Check(AlertGroup.Empty.Add(At(0), s_quick), 2, [], ["a"]);
        var ended = Check(silenced.Group, 5, ["a"]);

        silenced.Reason.ShouldBeNull();
        ended.Reason.ShouldBe(NotificationReason.NewFiring);
    }

    [Fact]
    public void Nothing_is_sent_in_a_mute_time_and_the_news_are_sent_after_it()
    {
        var group = AlertGroup.Empty.Add(At(0), s_quick);

        var muted = group.Check(At(2), ["a"], [], isMuteTime: true, s_quick);
        var after = Check(muted.Group, 5, ["a"]);
        var resolvedInMuteTime = after.Group.Check(At(8), [], [], isMuteTime: true, s_quick);

        muted.Reason.ShouldBeNull();
        after.Reason.ShouldBe(NotificationReason.NewFiring);
        Check(resolvedInMuteTime.Group, 11, []).Reason.ShouldBe(NotificationReason.AllResolved);
    }

    [Fact]
    public void After_a_long_break_the_next_check_is_one_interval_after_now()
    {
        var check = Check(Notified("a"), 1000, ["a"]);

        check.Reason.ShouldBe(NotificationReason.Repeat);
        (check.Group.NotifiedAt, check.Group.CheckAt).ShouldBe((At(1000), At(1003)));
    }

    private static AlertGroup Notified(params string[] alerts) => Check(AlertGroup.Empty.Add(At(0), s_quick), 2, alerts).Group;

    private static GroupCheck Check(AlertGroup group, double second, string[] firing, string[]? muted = null) =>
        group.Check(At(second), firing, muted ?? [], isMuteTime: false, s_quick);

    private static DateTimeOffset At(double seconds) => s_start.AddSeconds(seconds);
}
