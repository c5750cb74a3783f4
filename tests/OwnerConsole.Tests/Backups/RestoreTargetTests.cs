using OwnerConsole.Backups;

namespace OwnerConsole.Tests.Backups;

public sealed class RestoreTargetTests
{
    private static readonly DateTimeOffset s_asked = new(2026, 11, 20, 15, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, false)]
    [InlineData(59, false)]
    [InlineData(60, true)]
    [InlineData(18_000, true)]
    public void A_copy_that_ends_long_before_the_moment_that_was_asked_for_says_so(int secondsBefore, bool warns)
    {
        var warning = new RestoreTarget(At: s_asked).Warning(s_asked.AddSeconds(-secondsBefore));

        (warning is not null).ShouldBe(warns);
        if (secondsBefore == 18_000)
            warning!.ShouldStartWith("The last restored change is from 2026-11-20 10:00:00 UTC, 300 minutes before the requested time.");
    }

    [Fact]
    public void Where_no_moment_was_asked_for_nothing_is_compared()
    {
        RestoreTarget.Last.Warning(s_asked).ShouldBeNull();
        new RestoreTarget(Point: "before_third").Warning(s_asked).ShouldBeNull();
        new RestoreTarget(At: s_asked).Warning(null).ShouldBeNull();
    }
}
