using OwnerConsole.Pure.Tickets;

namespace OwnerConsole.Tests.Pure.Tickets;

/// <summary>Reported times of support tickets that can't be true are refused.</summary>
public sealed class TicketTimesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-60, -60, null, null, null, null)]
    [InlineData(-60, -5, -60, -50, null, null)] // answered in the same moment
    [InlineData(-60, -5, null, -50, null, null)] // resolved without a reply
    [InlineData(-60, -5, -50, null, -10, null)] // open again
    [InlineData(-60, -5, -50, -5, -10, null)] // resolved again
    [InlineData(1, 1, null, null, null, null)] // the clock of the help desk is a minute ahead
    [InlineData(2, 2, null, null, null, "opened_at")]
    [InlineData(-60, 2, null, null, null, "updated_at")]
    [InlineData(-60, 0, 2, null, null, "first_reply_at")]
    [InlineData(-60, 0, null, 2, null, "resolved_at")]
    [InlineData(-60, -61, null, null, null, "updated_at")]
    [InlineData(-60, 0, -61, null, null, "first_reply_at")]
    [InlineData(-60, 0, null, -61, null, "resolved_at")]
    [InlineData(-60, 0, null, null, -61, "reopened_at")]
    [InlineData(-60, 0, null, -20, -10, "resolved_at")] // reopened after it was resolved, so it is open
    [InlineData(-60 * 24 * 365 * 27, 0, null, null, null, "opened_at")]
    public void Times_are_in_order_and_not_in_the_future(int opened, int updated, int? replied, int? resolved, int? reopened, string? field)
    {
        var times = new TicketTimes(At(opened), At(updated), At(replied), At(resolved), At(reopened));

        times.FindProblem(s_now)?.Field.ShouldBe(field);
        (times.FindProblem(s_now) is null).ShouldBe(field is null);
    }

    private static DateTimeOffset At(int minutes) => s_now.AddMinutes(minutes);

    private static DateTimeOffset? At(int? minutes) => minutes is { } offset ? s_now.AddMinutes(offset) : null;
}
