using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Tests.Pure.Alerts;

/// <summary>A step of an escalation is due when an alert was not acknowledged for long enough after the team was notified of it.</summary>
public sealed class EscalationTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(15, new[] { -1 }, 14, false)]
    [InlineData(15, new[] { -1 }, 15, true)]
    [InlineData(15, new[] { -60 }, 14, false)] // the wait starts with the notification, not when the alert fired
    [InlineData(15, new[] { 10 }, 24, false)] // a later alert has its own wait
    [InlineData(15, new[] { 10 }, 25, true)]
    [InlineData(15, new[] { 10, -1 }, 15, true)] // the earliest alert counts
    public void The_earliest_alert_without_acknowledgement_decides(int after, int[] fired, int at, bool isDue) =>
        Escalation.IsDue(TimeSpan.FromMinutes(after), s_start, [.. fired.Select(minute => s_start.AddMinutes(minute))], s_start.AddMinutes(at)).ShouldBe(isDue);

    [Theory]
    [InlineData(30, null, null, 0, true)] // no level was sent yet
    [InlineData(30, 15, 15, 29, false)]
    [InlineData(30, 15, 15, 30, true)]
    [InlineData(30, 15, 40, 54, false)] // the previous level was sent late, such as after a mute time
    [InlineData(30, 15, 40, 55, true)]
    [InlineData(15, 15, 15, 15, true)] // levels with the same time
    [InlineData(30, 15, null, 0, true)] // a level without a time doesn't stop the next one
    public void A_level_waits_until_the_previous_one_had_its_time(int after, int? previous, int? sent, int at, bool hasWaited) =>
        Escalation
            .HasWaited(
                TimeSpan.FromMinutes(after),
                previous is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
                sent is { } minute ? s_start.AddMinutes(minute) : null,
                s_start.AddMinutes(at)
            )
            .ShouldBe(hasWaited);

    [Fact]
    public void Nothing_is_due_once_all_alerts_are_acknowledged() => Escalation.IsDue(TimeSpan.Zero, s_start, [], s_start.AddHours(1)).ShouldBeFalse();
}
