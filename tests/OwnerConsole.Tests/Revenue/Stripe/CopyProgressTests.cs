using OwnerConsole.Revenue.Stripe.Mirror;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>The time left for the copy of a type is estimated only when the copied objects allow it.</summary>
public sealed class CopyProgressTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Invoices of four years, of which the newest year was read in ten minutes.</summary>
    private static readonly CopyRow s_reading = new(
        "invoice",
        60_000,
        s_now.AddMinutes(-10),
        s_now,
        s_now.AddDays(-365),
        null,
        null,
        s_now,
        s_now.AddDays(-4 * 365)
    );

    [Fact]
    public void The_rest_takes_as_long_for_its_time_span_as_what_was_read()
    {
        var progress = CopyProgress.Of(s_reading);

        (progress.State, progress.ObjectsPerSecond, progress.SecondsLeft).ShouldBe((CopyState.Reading, 100, 30 * 60));
    }

    [Fact]
    public void Nothing_is_estimated_without_a_base()
    {
        CopyProgress.Of(s_reading with { OldestAt = null }).SecondsLeft.ShouldBeNull("customers are not complete");
        CopyProgress.Of(s_reading with { Objects = 100 }).SecondsLeft.ShouldBeNull("one page says too little");
        CopyProgress.Of(s_reading with { LastCreatedAt = s_now.AddDays(-20) }).SecondsLeft.ShouldBeNull("20 days of four years say too little");
        CopyProgress.Of(s_reading with { LastCreatedAt = s_now.AddDays(-5 * 365) }).SecondsLeft.ShouldBeNull("objects are older than the first customer");
        CopyProgress
            .Of(s_reading with { Error = "Stripe can't be reached." })
            .ShouldBe(new("invoice", 60_000, CopyState.Failing, 100, null, "Stripe can't be reached."));
        CopyProgress.Of(s_reading with { CompletedAt = s_now }).SecondsLeft.ShouldBeNull("it is complete");
        CopyProgress.Of(s_reading with { BeganAt = null, Objects = 0 }).ShouldBe(new("invoice", 0, CopyState.Waiting, null, null, null));
    }
}
