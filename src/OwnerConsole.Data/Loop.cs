namespace OwnerConsole.Data;

/// <summary>Background loop that runs as long as the console: errors of one turn are reported, and the next turn follows after a pause.</summary>
/// <remarks>An exception that escapes from a background service would end the whole program.</remarks>
public static class Loop
{
    private const int MaxTimeShare = 10;

    /// <returns>Pause after work, so that a loop works at most one tenth of the time.</returns>
    /// <param name="worked">Duration of the work.</param>
    /// <param name="min">Minimum pause.</param>
    public static TimeSpan PauseAfter(TimeSpan worked, TimeSpan min) => worked * MaxTimeShare is var pause && pause > min ? pause : min;

    /// <param name="turn">Does the pending work and waits for more.</param>
    /// <param name="pause">Pause after a failed turn.</param>
    /// <param name="failed">Reports the error and the interrupted work.</param>
    /// <param name="stop">Cancelled at shutdown, which ends the current turn.</param>
    public static async Task RunForever(Func<Task> turn, TimeSpan pause, Action<Exception> failed, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await turn();
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                failed(error);
                await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
