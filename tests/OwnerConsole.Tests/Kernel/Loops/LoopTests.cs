using OwnerConsole.Kernel.Loops;

namespace OwnerConsole.Tests.Kernel.Loops;

public sealed class LoopTests
{
    [Fact]
    public async Task Whatever_a_turn_throws_is_said_and_the_next_one_comes_until_the_program_ends()
    {
        using var end = new CancellationTokenSource();
        var (turns, said) = (0, new List<Exception>());

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
            said.Add,
            end.Token
        );

        turns.ShouldBe(4);
        said.Select(error => error.Message).ShouldBe(["broken", "somebody else's patience"]);
    }
}
