using OwnerConsole.Hosting.Backups;

namespace OwnerConsole.Tests.Hosting.Backups;

public sealed class RestoreTargetTests
{
    private static readonly DateTimeOffset s_requested = new(2026, 11, 20, 15, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, false)]
    [InlineData(59, false)]
    [InlineData(60, true)]
    [InlineData(18_000, true)]
    public void A_copy_that_ends_long_before_the_requested_time_has_a_warning(int secondsBefore, bool warns)
    {
        var warning = new RestoreTarget(At: s_requested).Warning(s_requested.AddSeconds(-secondsBefore));

        (warning is not null).ShouldBe(warns);
        if (secondsBefore == 18_000)
            warning!.ShouldStartWith("The last restored change is from 2026-11-20 10:00:00 UTC, 300 minutes before the requested time.");
    }

    [Fact]
    public void Without_a_requested_time_there_is_no_warning()
    {
        RestoreTarget.Last.Warning(s_requested).ShouldBeNull();
        new RestoreTarget(Point: "before_third").Warning(s_requested).ShouldBeNull();
        new RestoreTarget(At: s_requested).Warning(null).ShouldBeNull();
    }
}
