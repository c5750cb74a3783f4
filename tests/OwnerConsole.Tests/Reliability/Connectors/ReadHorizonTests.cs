using OwnerConsole.Reliability.Connectors;

namespace OwnerConsole.Tests.Reliability.Connectors;

/// <summary>Before which moment no row can come any more.</summary>
public sealed class ReadHorizonTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Where_nobody_writes_nothing_comes_from_before_now()
    {
        var horizon = new ReadHorizon(null, null, null).Advance(new(s_noon, 100, 100));

        horizon.Boundary.ShouldBe(s_noon - ReadHorizon.Overlap);
    }

    [Fact]
    public void Who_writes_is_waited_for_until_they_have_ended()
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
    public void Nobody_is_waited_for_longer_than_an_hour()
    {
        var horizon = new ReadHorizon(s_noon, s_noon.AddSeconds(10), 105).Advance(new(s_noon.AddHours(3), 100, 200));

        horizon.SettledAt.ShouldBe(s_noon.AddHours(2));
    }
}
