using OwnerConsole.Integrations.Connectors;

namespace OwnerConsole.Tests.Integrations.Connectors;

/// <summary>The read horizon is the time before which no further rows can be committed.</summary>
public sealed class ReadHorizonTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Without_open_transactions_the_horizon_is_the_current_time()
    {
        var horizon = new ReadHorizon(null, null, null).Advance(new(s_noon, 100, 100));

        horizon.Boundary.ShouldBe(s_noon - ReadHorizon.Overlap);
    }

    [Fact]
    public void The_horizon_waits_for_open_transactions()
    {
        var began = new ReadHorizon(s_noon, null, null).Advance(new(s_noon.AddSeconds(10), 100, 105));

        var still = began.Advance(new(s_noon.AddSeconds(20), 100, 110));
        var ended = still.Advance(new(s_noon.AddSeconds(30), 105, 115));
        var next = ended.Advance(new(s_noon.AddSeconds(40), 115, 120));

        (began.SettledAt, still.SettledAt).ShouldBe((s_noon, s_noon));
        ended.SettledAt.ShouldBe(s_noon.AddSeconds(10));
        next.SettledAt.ShouldBe(s_noon.AddSeconds(30));
    }

    [Fact]
    public void The_horizon_waits_at_most_an_hour()
    {
        var horizon = new ReadHorizon(s_noon, s_noon.AddSeconds(10), 105).Advance(new(s_noon.AddHours(3), 100, 200));

        horizon.SettledAt.ShouldBe(s_noon.AddHours(2));
    }
}
