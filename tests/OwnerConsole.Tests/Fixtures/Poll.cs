using System.Runtime.CompilerServices;

namespace OwnerConsole.Fixtures;

/// <summary>Repeats a check until it succeeds, and fails with the check's text and the latest errors of consoles after a timeout.</summary>
public static class Poll
{
    public static Task Until(Func<bool> holds, int seconds = 30, int milliseconds = 20, [CallerArgumentExpression(nameof(holds))] string condition = "") =>
        Until(() => Task.FromResult(holds()), seconds, milliseconds, condition);

    /// <param name="seconds">Timeout, which includes the time of the checks.</param>
    /// <param name="milliseconds">Pause between two checks.</param>
    /// <exception cref="TimeoutException">The condition is still false after the timeout.</exception>
    public static async Task Until(
        Func<Task<bool>> holds,
        int seconds = 30,
        int milliseconds = 20,
        [CallerArgumentExpression(nameof(holds))] string condition = ""
    )
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (!await holds())
        {
            if (timeout.IsCancellationRequested)
                throw new TimeoutException($"Still false after {seconds} s: {condition}\n{string.Join('\n', ServerErrors.Latest)}");
            await Task.Delay(milliseconds);
        }
    }
}
