using OwnerConsole.Data;

namespace OwnerConsole.Tests.Data;

public sealed class LoopTests
{
    [Fact]
    public async Task A_loop_reports_exceptions_and_continues_until_it_is_stopped()
    {
        using var end = new CancellationTokenSource();
        var (turns, errors) = (0, new List<Exception>());

        await Loop.RunForever(
            () =>
                ++turns switch
                {
                    1 => throw new InvalidOperationException("broken"),
                    2 => throw new OperationCanceledException("somebody else's patience"),
                    3 => Task.CompletedTask,
                    _ => end.CancelAsync().ContinueWith(_ => throw new IOException("cut off by the end"), TaskScheduler.Default),
                },
            TimeSpan.Zero,
            errors.Add,
            end.Token
        );

        turns.ShouldBe(4);
        errors.Select(error => error.Message).ShouldBe(["broken", "somebody else's patience"]);
    }
}
