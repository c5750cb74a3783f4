using OwnerConsole.Kernel.Lanes;

namespace OwnerConsole.Tests.Kernel.Lanes;

public sealed class RetryPolicyTests
{
    private static readonly RetryPolicy s_policy = new(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromHours(24));

    private static readonly Failure s_plain = new("It failed.");

    [Theory]
    [InlineData(1, 0.0, 4)]
    [InlineData(1, 0.5, 5)]
    [InlineData(1, 1.0, 6)]
    [InlineData(2, 0.5, 300)]
    public void A_wait_is_a_fifth_shorter_or_longer_at_most(int failures, double chance, double seconds) =>
        s_policy.GetDelay(failures, s_plain, chance).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void There_is_one_attempt_more_than_there_are_waits()
    {
        s_policy.GetDelay(3, s_plain, 0.5).ShouldNotBeNull();
        s_policy.GetDelay(4, s_plain, 0.5).ShouldBeNull();
        new RetryPolicy().GetDelay(1, s_plain, 0.5).ShouldBeNull();
    }

    [Theory]
    [InlineData(2, 1, 300)] // sooner than usual is not granted
    [InlineData(2, -7, 300)]
    [InlineData(2, 400, 400)]
    [InlineData(2, 86_400, 600)] // twice as long at most
    [InlineData(3, 172_800, 86_400)] // and never more than a day
    public void What_the_other_side_wishes_is_granted_within_reason(int failures, double wished, double seconds) =>
        s_policy.GetDelay(failures, s_plain with { RetryAfter = TimeSpan.FromSeconds(wished) }, 0.9).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Who_has_too_much_to_do_is_left_alone_for_a_while() =>
        s_policy.GetDelay(1, s_plain with { MinDelay = TimeSpan.FromMinutes(1) }, 0.5).ShouldBe(TimeSpan.FromMinutes(1));
}
