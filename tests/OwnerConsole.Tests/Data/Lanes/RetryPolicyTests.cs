using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Tests.Data.Lanes;

public sealed class RetryPolicyTests
{
    private static readonly RetryPolicy s_policy = new(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromHours(24));

    private static readonly Failure s_plain = new("It failed.");

    [Theory]
    [InlineData(1, 0.0, 4)]
    [InlineData(1, 0.5, 5)]
    [InlineData(1, 1.0, 6)]
    [InlineData(2, 0.5, 300)]
    public void A_delay_varies_by_at_most_a_fifth(int failures, double chance, double seconds) =>
        s_policy.GetDelay(failures, s_plain, chance).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void There_is_one_attempt_more_than_there_are_delays()
    {
        s_policy.GetDelay(3, s_plain, 0.5).ShouldNotBeNull();
        s_policy.GetDelay(4, s_plain, 0.5).ShouldBeNull();
        new RetryPolicy().GetDelay(1, s_plain, 0.5).ShouldBeNull();
    }

    [Theory]
    [InlineData(2, 1, 300)] // a shorter delay than usual is ignored
    [InlineData(2, -7, 300)]
    [InlineData(2, 400, 400)]
    [InlineData(2, 86_400, 600)] // at most twice as long
    [InlineData(3, 172_800, 86_400)] // and never more than a day
    public void A_requested_retry_delay_is_honoured_within_limits(int failures, double wished, double seconds) =>
        s_policy.GetDelay(failures, s_plain with { RetryAfter = TimeSpan.FromSeconds(wished) }, 0.9).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void An_overloaded_receiver_gets_a_minimum_delay() =>
        s_policy.GetDelay(1, s_plain with { MinDelay = TimeSpan.FromMinutes(1) }, 0.5).ShouldBe(TimeSpan.FromMinutes(1));
}
