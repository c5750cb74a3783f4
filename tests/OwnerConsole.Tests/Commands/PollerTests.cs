using OwnerConsole.Commands;

namespace OwnerConsole.Tests.Commands;

/// <summary>Waiting for another process ends in time, also if that process accepts a request and never responds.</summary>
public sealed class PollerTests
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task A_check_is_repeated_until_it_succeeds()
    {
        var checks = 0;

        var isDone = await Poller.WaitUntil(_ => Task.FromResult(++checks == 3), TimeSpan.FromMinutes(1), s_short, TestContext.Current.CancellationToken);

        (isDone, checks).ShouldBe((true, 3));
    }

    [Fact]
    public async Task A_check_that_never_ends_is_not_waited_for()
    {
        var isDone = await Poller.WaitUntil(Hang, s_short, s_short, TestContext.Current.CancellationToken);

        isDone.ShouldBeFalse();

        static async Task<bool> Hang(CancellationToken waiting)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, waiting);
            return true;
        }
    }
}
